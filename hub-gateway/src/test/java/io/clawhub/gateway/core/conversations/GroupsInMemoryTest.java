package io.clawhub.gateway.core.conversations;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;

import static org.assertj.core.api.Assertions.assertThat;

/** What the directory makes of the log's news about groups. */
class GroupsInMemoryTest {

    private static final Instant AT = Instant.EPOCH;

    private final InMemoryConversationStore store = new InMemoryConversationStore();
    private final ConversationDirectory directory = new ConversationDirectory(store);
    private final Conversation group = group(1, "a", "b");

    @Test
    void aRememberedGroupFollowsTheLog() {
        remember(group);

        assertThat(directory.groupChanged(joined(2, "c", "a", "b", "c")).version())
                .isEqualTo(2);
        assertThat(remembered().hasMember("c")).isTrue();
        directory.groupChanged(left(3, "a", "a", "b", "c"));
        assertThat(remembered().inRole(Conversation.OWNER)).isEqualTo("b");
        directory.groupChanged(renamed(4, "new"));
        assertThat(remembered().name()).isEqualTo("new");
        assertThat(remembered().version()).isEqualTo(4);
    }

    @Test
    void aRepeatChangesNothing() {
        remember(group);
        directory.groupChanged(joined(2, "c", "a", "b", "c"));
        directory.groupChanged(left(3, "c", "a", "b", "c"));

        directory.groupChanged(joined(2, "c", "a", "b", "c"));

        assertThat(remembered().hasMember("c")).isFalse();
        assertThat(remembered().version()).isEqualTo(3);
    }

    @Test
    void afterAGapTheGroupIsReadAgain() {
        remember(group);

        Conversation pushed = directory.groupChanged(joined(3, "d", "a", "b", "c", "d"));

        assertThat(pushed.others("")).containsExactly("a", "b", "c", "d");
        assertThat(remembered()).isNull();
    }

    @Test
    void whatIsCommittedHereIsKnownBeforeTheLogTellsIt() {
        remember(group);
        directory.committed(group(3, "a", "b", "c", "d"));

        Conversation pushed = directory.groupChanged(joined(2, "c", "a", "b", "c"));

        assertThat(pushed.others("")).containsExactly("a", "b", "c");
        assertThat(pushed.name()).isEqualTo("crew");
        assertThat(remembered().hasMember("d")).isTrue();
        directory.committed(group(2, "a", "b", "c"));
        assertThat(remembered().version()).isEqualTo(3);
    }

    @Test
    void aGroupThatNobodyUsesHereIsNotRemembered() {
        Conversation pushed = directory.groupChanged(
                new ConversationOpened("gc_1", ConversationKind.GROUP, null, "crew", group.members(), AT));

        assertThat(pushed).isEqualTo(group);
        assertThat(remembered()).isNull();
        assertThat(directory.groupChanged(ended(9)).status()).isEqualTo(ConversationStatus.ENDED);
    }

    @Test
    void memoryDoesNotDenyWhomTheStoreKnows() {
        remember(group);
        store.conversations.put("gc_1", group(2, "a", "b", "c"));

        assertThat(directory.rememberedFor("gc_1", "a")).isNotNull();
        assertThat(directory.rememberedFor("gc_1", "c")).isNull();
        assertThat(directory.findFor("gc_1", "c").await().indefinitely().hasMember("c"))
                .isTrue();
        assertThat(directory.rememberedFor("gc_1", "c")).isNotNull();
    }

    @Test
    void aLargeGroupIsReadAgainForAStrangerOnlyIfItHasChanged() {
        String[] many =
                java.util.stream.IntStream.range(0, 300).mapToObj(i -> "m" + i).toArray(String[]::new);
        remember(group(2, many));
        many[299] = "c";
        store.conversations.put("gc_1", group(2, many));

        assertThat(directory.findFor("gc_1", "c").await().indefinitely().hasMember("c"))
                .isFalse();
        store.conversations.put("gc_1", group(3, many));
        assertThat(directory.findFor("gc_1", "c").await().indefinitely().hasMember("c"))
                .isTrue();
    }

    private void remember(Conversation conversation) {
        store.conversations.put("gc_1", conversation);
        directory.find("gc_1").await().indefinitely();
    }

    private Conversation remembered() {
        return directory.remembered("gc_1");
    }

    private static Conversation group(int version, String... ids) {
        List<Member> members = java.util.Arrays.stream(ids)
                .map(id -> new Member(id, id.equals("a") ? Conversation.OWNER : Conversation.MEMBER))
                .toList();
        return Conversation.group("gc_1", ConversationStatus.ACTIVE, "crew", members, version);
    }

    private static ChatEvent joined(int version, String id, String... now) {
        return new MemberJoined(
                GroupSteps.changeId("gc_1", version), "gc_1", new Member(id, "member"), "a", AT, List.of(now));
    }

    private static ChatEvent left(int version, String id, String... before) {
        return new MemberLeft(GroupSteps.changeId("gc_1", version), "gc_1", id, "a", AT, List.of(before));
    }

    private static ChatEvent renamed(int version, String name) {
        return changed(version, ConversationStatus.ACTIVE, name);
    }

    private static ChatEvent ended(int version) {
        return changed(version, ConversationStatus.ENDED, null);
    }

    private static ChatEvent changed(int version, ConversationStatus status, String text) {
        return new ConversationChanged(
                GroupSteps.changeId("gc_1", version),
                "gc_1",
                ConversationKind.GROUP,
                status,
                null,
                List.of(),
                "a",
                null,
                text,
                AT);
    }
}
