package io.clawhub.gateway.core.groups;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
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
    void itIsFullWithAsManyAsAnAudienceHolds() {
        List<String> most = IntStream.range(0, 255).mapToObj(i -> "m" + i).toList();
        Conversation full = Group.fresh("gc_1", "crew", "owner", most);

        assertThat(full.members()).hasSize(256);
        assertThat(new Group(full).adding("owner", List.of("m1"), AT)).isEmpty();
        assertRefused(HubError.GROUP_FULL, () -> new Group(full).adding("owner", List.of("one more"), AT));
        assertRefused(HubError.GROUP_FULL, () -> Group.fresh("gc_1", "crew", "another", full.others("nobody")));
    }

    @Test
    void theIdsOfItsMembersHaveABudgetOfBytes() {
        List<String> most = IntStream.range(0, 31)
                .mapToObj(i -> "é".repeat(255) + (char) (0x4e00 + i))
                .toList();
        Conversation full = Group.fresh("gc_1", "crew", "owner", most);

        assertThat(new Group(full).adding("owner", List.of("short"), AT)).hasSize(1);
        assertRefused(HubError.GROUP_FULL, () -> new Group(full).adding("owner", List.of("é".repeat(256)), AT));
        assertRefused(
                HubError.GROUP_FULL,
                () -> Group.fresh(
                        "gc_1",
                        "crew",
                        "x".repeat(256),
                        Stream.concat(most.stream(), Stream.of("é".repeat(200))).toList()));
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
