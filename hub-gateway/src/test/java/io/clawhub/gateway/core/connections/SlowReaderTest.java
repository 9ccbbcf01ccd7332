package io.clawhub.gateway.core.connections;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.gateway.core.presence.Presence;

import static org.assertj.core.api.Assertions.assertThat;

/** What a client that does not read is spared. */
class SlowReaderTest {

    private static final Push TYPING = new Push.TypingSeen(new TypingShown("dc_1", "a", true, List.of("b")));
    private static final Push PRESENCE = new Push.PresenceSeen(new Presence("a", Presence.Status.ONLINE, null));
    private static final Push PIECE =
            new Push.RunSeen(new RunMoved("r", "dc_1", "a", null, null, 1, 1, RunStep.DELTA, null, "t", List.of("b")));
    private static final Push CANCEL = new Push.RunCancelled(new RunCancelAsked("r", "dc_1", "a", List.of("b")));

    private final Queue<Runnable> loop = new ArrayDeque<>();
    private int code;
    private final ClientConnection connection = new ClientConnection(
            new Caller("b", "c", "test", Caller.Authentication.OPEN, null),
            new OutboundQueue(
                    new Closing(),
                    loop::add,
                    TestConfig.with(Map.of("hub.connection.max-queued-frames", "100"))
                            .connection()),
            null,
            push -> "frame");

    @Test
    void typingAndPresenceGoFirstThenRunsAndNothingElse() {
        fill(50);
        assertThat(connection.push(TYPING)).isTrue();
        assertThat(connection.push(TYPING)).isFalse();
        assertThat(connection.push(PRESENCE)).isFalse();
        fill(25);
        assertThat(connection.push(PIECE)).isFalse();
        assertThat(connection.push(CANCEL)).isTrue();
        fill(23);
        assertThat(code).isZero();

        connection.push(CANCEL);
        loop.forEach(Runnable::run);
        assertThat(code).isEqualTo(1013);
    }

    @Test
    void whoReadsIsSparedNothing() {
        fill(49);
        assertThat(connection.push(TYPING)).isTrue();
        assertThat(connection.push(PIECE)).isTrue();
        assertThat(connection.push(PIECE)).isTrue();
        assertThat(connection.push(PRESENCE)).isFalse();
    }

    private void fill(int frames) {
        for (int i = 0; i < frames; i++) {
            connection.push(CANCEL);
        }
    }

    private final class Closing implements Transport {
        @Override
        public void write(String frame, Consumer<Boolean> written) {}

        @Override
        public void close(int closeCode, String reason) {
            code = closeCode;
        }
    }
}
