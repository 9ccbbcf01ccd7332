package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.websocket.ManualLoop;

import static org.assertj.core.api.Assertions.assertThat;

/** A request that waits for messages, with a core that says what the test wants. */
class PollTest {

    private static final long WAIT_MILLIS = 1_000;
    private static final int LIMIT = 100;

    private final FakeImCore core = new FakeImCore();
    private final ManualLoop loop = new ManualLoop();
    private final CompletableFuture<Poll.Collected> answer = begin();

    @Test
    void whatWasMissedAndWhatFollowsComeTogether() {
        push(arrived(1, true));
        push(new Push.CaughtUp());
        push(arrived(2, false));

        loop.pass(WAIT_MILLIS);

        assertThat(seqs()).containsExactly(1L, 2L);
        assertThat(answer.join().caughtUp()).isTrue();
    }

    @Test
    void aLiveMessageBeforeTheReplayIsLeftToTheNextPollAndSoIsWhatFollows() {
        push(arrived(10, false));
        push(arrived(3, true));
        push(new Push.CaughtUp());
        push(arrived(11, false));

        loop.pass(WAIT_MILLIS);

        // Whoever acknowledges the last of these has stored all before it.
        assertThat(seqs()).containsExactly(3L);
        assertThat(answer.join().caughtUp()).isFalse();
        assertThat(core.open).isEmpty();
    }

    @Test
    void whileHistoryIsAwayNothingIsTold() {
        push(arrived(10, false));

        loop.pass(60_000);

        assertThat(seqs()).isEmpty();
        assertThat(answer.join().caughtUp()).isFalse();
    }

    private CompletableFuture<Poll.Collected> begin() {
        Caller caller = new Caller("bob", "rest", "im", Caller.Authentication.OPEN, null);
        CompletableFuture<Poll.Collected> collected = new Poll(core, loop, LIMIT)
                .start(caller, TestConfig.with(Map.of()).connection(), new ImCore.Opening(Map.of(), LIMIT), WAIT_MILLIS)
                .subscribeAsCompletionStage();
        loop.turn();
        return collected;
    }

    private void push(Push push) {
        for (ClientConnection connection : core.open) {
            connection.outbound().push(core.encoder.apply(push), () -> {});
        }
        loop.turn();
    }

    private List<Long> seqs() {
        return answer.join().frames().stream()
                .map(frame -> frame.path("message").path("seq").longValue())
                .toList();
    }

    private static Push.MessageArrived arrived(long seq, boolean replayed) {
        MessageAccepted message = new MessageAccepted(
                "msg_" + seq,
                null,
                "dc_1",
                ConversationKind.DIRECT,
                "alice",
                List.of("alice", "bob"),
                null,
                TextNode.valueOf("hi"),
                new Provenance("test", "open", null));
        return new Push.MessageArrived(new LoggedMessage(message, seq, Instant.EPOCH), replayed);
    }
}
