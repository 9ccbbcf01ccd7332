package io.clawhub.gateway.core.outbound;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.TestConfig;

import static org.assertj.core.api.Assertions.assertThat;

class OutboundQueueTest {

    private static final Runnable NOTHING = () -> {};

    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final RecordingTransport socket = new RecordingTransport();
    private final OutboundQueue queue = new OutboundQueue(
            socket,
            loop::add,
            TestConfig.with(Map.of(
                            "hub.connection.max-queued-frames", "4",
                            "hub.connection.max-queued-bytes", "200000"))
                    .connection());

    @Test
    void writesInOrder() {
        queue.push("1", NOTHING);
        queue.push("2", NOTHING);
        queue.push("3", NOTHING);

        runLoop();

        assertThat(socket.frames).containsExactly("1", "2", "3");
    }

    @Test
    void aReplyOvertakesPushes() {
        queue.push("push", NOTHING);
        queue.reply("reply", NOTHING);

        runLoop();

        assertThat(socket.frames).containsExactly("reply", "push");
    }

    @Test
    void pushesWaitWhileHeldAndRepliesDoNot() {
        queue.hold();
        queue.push("push", NOTHING);
        queue.reply("history", queue::release);

        runLoop();
        assertThat(socket.frames).containsExactly("history");
        socket.completeWrites(true);
        runLoop();

        assertThat(socket.frames).containsExactly("history", "push");
    }

    @Test
    void reportsOnlyWhatReachedTheSocket() {
        List<String> written = new ArrayList<>();
        queue.push("lost", () -> written.add("lost"));
        runLoop();
        socket.completeWrites(false);
        queue.push("kept", () -> written.add("kept"));
        runLoop();

        socket.completeWrites(true);

        assertThat(written).containsExactly("kept");
    }

    @Test
    void aReaderThatIsTooSlowIsClosedAndForgotten() {
        String big = "x".repeat(70_000);
        queue.push(big, NOTHING);
        runLoop();
        // The first one fills what may be in flight; these stay in the queue.
        for (int i = 0; i < 5; i++) {
            queue.push("p" + i, NOTHING);
        }

        runLoop();

        assertThat(socket.closeCode).isEqualTo(CloseReason.SLOW_READER.code());
        assertThat(socket.frames).containsExactly(big);
    }

    @Test
    void boundsBytesToo() {
        String big = "x".repeat(70_000);
        for (int i = 0; i < 4; i++) {
            queue.push(big, NOTHING);
        }

        runLoop();

        assertThat(socket.closeCode).isEqualTo(CloseReason.SLOW_READER.code());
    }

    @Test
    void takesOneFrameBeyondTheBoundWhenNothingElseWaits() {
        queue.push("x".repeat(300_000), NOTHING);

        runLoop();

        assertThat(socket.closeCode).isZero();
        assertThat(socket.frames).hasSize(1);
    }

    @Test
    void keepsFewFramesInFlight() {
        OutboundQueue many =
                new OutboundQueue(socket, loop::add, TestConfig.with(Map.of()).connection());
        for (int i = 0; i < 100; i++) {
            many.push("p" + i, NOTHING);
        }
        runLoop();
        assertThat(socket.frames).hasSize(32);

        socket.completeWrites(true);
        runLoop();

        assertThat(socket.frames).hasSize(64);
    }

    @Test
    void callsBackOnceItIsLow() {
        List<String> low = new ArrayList<>();
        queue.push("1", NOTHING);
        queue.push("2", NOTHING);
        queue.whenLow(() -> low.add("low"));
        assertThat(low).isEmpty();

        runLoop();

        assertThat(low).containsExactly("low");
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }
}
