package io.clawhub.gateway.core.groups;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.gateway.core.GroupCommand.Rules;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.conversations.Conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupTest {

    private static final Instant AT = Instant.EPOCH;

    private final Conversation fresh = Group.fresh("gc_1", "crew", "owner", List.of("b", "a", "a", "owner"));

    @Test
    void aFreshGroupHasItsCreatorAsOwnerAndEverybodyOnce() {
        assertThat(fresh.members())
                .containsExactly(new Member("a", "member"), new Member("b", "member"), new Member("owner", "owner"));
        assertThat(fresh.version()).isEqualTo(1);
    }

    @Test
    void joiningIsOneVersionForEachAndTellsEachWhoIsIn() {
        Group group = new Group(fresh);

        List<ChatEvent> events = group.adding("a", List.of("d", "b", "c"), AT);

        assertThat(events)
                .containsExactly(
                        new MemberJoined(
                                "chg_gc_1_2",
                                "gc_1",
                                "crew",
                                new Member("c", "member"),
                                "a",
                                AT,
                                List.of("a", "b", "owner", "c")),
                        new MemberJoined(
                                "chg_gc_1_3",
                                "gc_1",
                                "crew",
                                new Member("d", "member"),
                                "a",
                                AT,
                                List.of("a", "b", "owner", "c", "d")));
        Conversation after = group.after(events);
        assertThat(after.version()).isEqualTo(3);
        assertThat(after.others("owner")).containsExactly("a", "b", "c", "d");
        assertThat(new Group(after).adding("a", List.of("c", "d"), AT)).isEmpty();
    }

    @Test
    void whenTheOwnerLeavesWhoHasBeenInLongestOwnsIt() {
        Group group = new Group(fresh);
        Conversation joined = group.after(group.adding("a", List.of("0-late"), AT));

        Conversation after = after(joined, new Group(joined).removing("owner", List.of("owner"), AT));

        assertThat(after.inRole(Conversation.OWNER)).isEqualTo("a");
        assertThat(after.members()).extracting(Member::participantId).containsExactly("a", "b", "0-late");
    }

    @Test
    void theLastOneToLeaveEndsIt() {
        Conversation alone = Group.fresh("gc_1", "crew", "owner", List.of());

        List<ChatEvent> events = new Group(alone).removing("owner", List.of("owner"), AT);

        assertThat(events).hasSize(2);
        assertThat(((MemberLeft) events.getFirst()).audience()).containsExactly("owner");
        ConversationChanged end = (ConversationChanged) events.getLast();
        assertThat(end.changeId()).isEqualTo("chg_gc_1_3");
        assertThat(end.status()).isEqualTo(ConversationStatus.ENDED);
        Conversation after = after(alone, events);
        assertThat(after.status()).isEqualTo(ConversationStatus.ENDED);
        assertThat(after.members()).isEmpty();
        assertThat(after.name()).isEqualTo("crew");
    }

    @Test
    void onlyTheOwnerRemovesOthersAndOnlyMembersActAtAll() {
        Group group = new Group(fresh);

        assertThat(group.removing("owner", List.of("a", "nobody"), AT)).hasSize(1);
        assertThat(group.removing("a", List.of("a"), AT)).hasSize(1);
        assertRefused(HubError.ACCESS_DENIED, () -> group.removing("a", List.of("b"), AT));
        assertRefused(HubError.ACCESS_DENIED, () -> group.removing("a", List.of("a", "b"), AT));
        assertRefused(HubError.NOT_A_PARTY, () -> group.removing("x", List.of("x"), AT));
        assertRefused(HubError.NOT_A_PARTY, () -> group.adding("x", List.of("x"), AT));
        assertRefused(HubError.NOT_A_PARTY, () -> group.renaming("x", "mine", AT));
    }

    @Test
    void aNewNameIsAChangeAndTheSameNameIsNone() {
        Group group = new Group(fresh);

        assertThat(group.renaming("a", "crew", AT)).isEmpty();
        Conversation after = after(fresh, group.renaming("a", "the crew", AT));
        assertThat(after.name()).isEqualTo("the crew");
        assertThat(after.members()).isEqualTo(fresh.members());
    }

    @Test
    void itIsOpenedSmallAndGrowsLarge() {
        List<String> most = ids("m", 255);
        Conversation small = Group.fresh("gc_1", "crew", "owner", most);

        assertThat(small.members()).hasSize(256);
        assertThat(small.isLarge()).isFalse();
        assertRefused(HubError.GROUP_FULL, () -> Group.fresh("gc_1", "crew", "another", small.audience()));

        List<ChatEvent> events = new Group(small).adding("owner", List.of("n1", "n2"), AT);

        // The step over the border names everybody, the one behind it nobody.
        assertThat(((MemberJoined) events.getFirst()).audience()).hasSize(257).contains("m0", "n1");
        assertThat(((MemberJoined) events.getLast()).audience()).isEmpty();
        Conversation large = after(small, events);
        assertThat(large.isLarge()).isTrue();
        assertThat(large.audience()).isEmpty();
        assertThat(large.members()).hasSize(258);

        List<ChatEvent> back = new Group(large).removing("owner", List.of("m0", "m1", "m2"), AT);

        assertThat(back)
                .extracting(event -> ((MemberLeft) event).audience().size())
                .containsExactly(0, 0, 256);
        assertThat(after(large, back).isLarge()).isFalse();
        assertThat(new Group(large).editing("m5", "new", AT))
                .singleElement()
                .isInstanceOfSatisfying(ConversationChanged.class, change -> assertThat(change.members())
                        .isEmpty());
    }

    @Test
    void itIsFullWithTenThousand() {
        List<Member> most = ids("m", 10_000).stream()
                .map(id -> new Member(id, Conversation.MEMBER))
                .toList();
        Group full = new Group(Conversation.group("gc_1", ConversationStatus.ACTIVE, "crew", most, 7));

        assertThat(full.adding("m0", List.of("m1"), AT)).isEmpty();
        assertRefused(HubError.GROUP_FULL, () -> full.adding("m0", List.of("one more"), AT));
    }

    @Test
    void theIdsOfItsMembersHaveABudgetOfBytes() {
        List<String> long31 = longIds(31);
        Conversation small = Group.fresh("gc_1", "crew", "owner", long31);

        assertThat(small.isLarge()).isFalse();
        assertThat(after(small, new Group(small).adding("owner", List.of("é".repeat(256)), AT))
                        .isLarge())
                .isTrue();
        assertRefused(HubError.GROUP_FULL, () -> Group.fresh("gc_1", "crew", "owner", longIds(33)));

        List<Member> most =
                longIds(2_040).stream().map(id -> new Member(id, "member")).toList();
        Group heavy = new Group(Conversation.group("gc_1", ConversationStatus.ACTIVE, "crew", most, 7));
        assertRefused(
                HubError.GROUP_FULL, () -> heavy.adding(most.getFirst().participantId(), ids("é".repeat(250), 20), AT));
    }

    @Test
    void byTheOwnersRulesOthersOnlyLeaveAndTheOwnerStays() {
        Group group = new Group(fresh).under(Rules.OWNER);

        assertThat(group.adding("owner", List.of("c"), AT)).hasSize(1);
        assertThat(group.removing("owner", List.of("a"), AT)).hasSize(1);
        assertThat(group.removing("a", List.of("a"), AT)).hasSize(1);
        assertThat(group.removing("stranger", List.of("stranger"), AT)).isEmpty();
        assertThat(group.editing("owner", "new", AT)).hasSize(1);
        assertRefused(HubError.ACCESS_DENIED, () -> group.adding("a", List.of("c"), AT));
        assertRefused(HubError.ACCESS_DENIED, () -> group.removing("a", List.of("b"), AT));
        assertRefused(HubError.ACCESS_DENIED, () -> group.editing("a", "new", AT));
        assertRefused(HubError.CONFLICT, () -> group.removing("owner", List.of("owner"), AT));
    }

    @Test
    void anAdministratorAddsAndRemovesWithoutBeingAMember() {
        Group group = new Group(fresh).under(Rules.ADMINISTRATOR);

        assertThat(group.adding("admin", List.of("c"), AT)).hasSize(1);
        assertThat(group.removing("admin", List.of("a"), AT)).hasSize(1);
        assertRefused(HubError.CONFLICT, () -> group.removing("admin", List.of("owner"), AT));
        assertRefused(HubError.ACCESS_DENIED, () -> group.editing("admin", "new", AT));
        assertRefused(HubError.ACCESS_DENIED, () -> group.dissolving("admin", AT));
    }

    @Test
    void theOwnerDissolvesItAndThenItIsOver() {
        List<ChatEvent> events = new Group(fresh).dissolving("owner", AT);

        assertThat(((ConversationChanged) events.getFirst()).members()).hasSize(3);
        Group over = new Group(after(fresh, events));
        assertThat(over.now().status()).isEqualTo(ConversationStatus.ENDED);
        assertThat(over.now().members()).isEqualTo(fresh.members());
        assertThat(over.dissolving("owner", AT)).isEmpty();
        assertRefused(HubError.ACCESS_DENIED, () -> new Group(fresh).dissolving("a", AT));
        assertRefused(HubError.CHANNEL_ENDED, () -> over.adding("owner", List.of("c"), AT));
        assertRefused(HubError.CHANNEL_ENDED, () -> over.removing("a", List.of("a"), AT));
        assertRefused(HubError.CHANNEL_ENDED, () -> over.editing("a", "new", AT));
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /** Of 513 bytes each. */
    private static List<String> longIds(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "é".repeat(255) + (char) (0x4e00 + i))
                .toList();
    }

    private static Conversation after(Conversation before, List<ChatEvent> events) {
        return new Group(before).after(events);
    }

    private static void assertRefused(HubError error, Runnable change) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(error));
    }
}
