package io.clawhub.gateway.core.groups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.GroupReply.Profile;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.conversations.Conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LargeGroupsTest {

    private final Stored store = new Stored();
    private final LargeGroups groups = new LargeGroups(store);
    private final ClientConnection ann = connection("ann");
    private final ClientConnection bob = connection("bob");

    @Test
    void whoConnectsIsInWhatTheStoreSaysAndLaterInWhatTheLogSays() {
        connect(ann, "gc_1");
        connect(bob);

        assertThat(groups.here("gc_1")).containsExactly("ann");
        groups.note(joined("gc_1", "bob"));
        groups.note(joined("gc_1", "somebody elsewhere"));
        assertThat(groups.here("gc_1")).containsExactlyInAnyOrder("ann", "bob");
        groups.note(left("gc_1", "ann"));
        assertThat(groups.here("gc_1")).containsExactly("bob");
        groups.closed(bob);
        assertThat(groups.here("gc_1")).isNull();
    }

    @Test
    void theLogIsRightAboutWhatItToldWhileTheStoreWasAsked() {
        groups.opened(ann);
        CompletableFuture<List<String>> answer = store.slow();
        Uni<Void> loading = groups.load("ann");
        CompletableFuture<Void> loaded = loading.subscribeAsCompletionStage();
        groups.note(left("gc_1", "ann"));
        groups.note(joined("gc_2", "ann"));
        answer.complete(List.of("gc_1", "gc_3"));

        loaded.join();

        assertThat(groups.here("gc_1")).isNull();
        assertThat(groups.here("gc_2")).containsExactly("ann");
        assertThat(groups.here("gc_3")).containsExactly("ann");
    }

    @Test
    void theStepOverTheBorderBringsInEverybodyWhoIsHere() {
        connect(ann);
        connect(bob);
        List<String> all =
                new ArrayList<>(IntStream.range(0, 255).mapToObj(i -> "m" + i).toList());
        all.add("ann");
        all.add("new");

        groups.note(new MemberJoined("chg", "gc_1", new Member("new", "member"), "ann", Instant.EPOCH, all));

        assertThat(groups.here("gc_1")).containsExactly("ann");
    }

    @Test
    void theLastConnectionTakesItsParticipantOut() {
        connect(ann, "gc_1");
        ClientConnection second = connection("ann");
        groups.opened(second);
        store.down = true;
        groups.load("ann").await().indefinitely();

        groups.closed(ann);
        assertThat(groups.here("gc_1")).containsExactly("ann");
        groups.closed(second);
        assertThat(groups.here("gc_1")).isNull();
    }

    @Test
    void aStoreThatFailsIsLeftAloneForAMoment() {
        groups.opened(ann);
        groups.opened(bob);
        store.down = true;

        assertThatThrownBy(() -> groups.load("ann").await().indefinitely()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> groups.load("bob").await().indefinitely()).isInstanceOf(HubException.class);
        assertThat(store.asked).isEqualTo(1);
    }

    private void connect(ClientConnection connection, String... in) {
        groups.opened(connection);
        store.groups = List.of(in);
        groups.load(connection.caller().participantId()).await().indefinitely();
    }

    private static ClientConnection connection(String id) {
        return TestClient.unregistered(new Caller(id, "test", "test", Caller.Authentication.OPEN, null))
                .connection();
    }

    private static ChatEvent joined(String group, String id) {
        return new MemberJoined("chg", group, new Member(id, "member"), "x", Instant.EPOCH, List.of());
    }

    private static ChatEvent left(String group, String id) {
        return new MemberLeft("chg", group, id, "x", Instant.EPOCH, List.of());
    }

    /** Knows one participant's large groups, and nothing else. */
    private static final class Stored implements GroupStore {
        private List<String> groups = List.of();
        private CompletableFuture<List<String>> slow;
        private boolean down;
        private int asked;

        private CompletableFuture<List<String>> slow() {
            slow = new CompletableFuture<>();
            return slow;
        }

        @Override
        public Uni<List<String>> largeGroupsOf(String participantId, int limit) {
            asked++;
            if (down) {
                return Uni.createFrom().failure(new IllegalStateException("down"));
            }
            return slow == null
                    ? Uni.createFrom().item(groups)
                    : Uni.createFrom().completionStage(slow);
        }

        @Override
        public Uni<Conversation> open(Conversation fresh, String creatorId, Words words) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Conversation> change(String id, Words words, Function<Group, List<ChatEvent>> decision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Profile> profile(String conversationId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<Listed>> ofMember(
                String participantId, io.clawhub.gateway.core.GroupCommand.ListConversations.Which which, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
