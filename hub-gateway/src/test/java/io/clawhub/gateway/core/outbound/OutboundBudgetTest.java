package io.clawhub.gateway.core.outbound;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;

import static org.assertj.core.api.Assertions.assertThat;

class OutboundBudgetTest {

    private static final Runnable NOTHING = () -> {};
    private static final String FRAME = "x".repeat(10_000);
    private static final int READERS = 100;
    private static final long BUDGET = 1_000_000;

    private final GatewayConfig.Connection limits =
            TestConfig.with(Map.of("hub.connection.max-queued-bytes", "400000")).connection();
    private final OutboundBudget budget = new OutboundBudget(BUDGET);
    private final List<Reader> readers =
            IntStream.range(0, READERS).mapToObj(i -> new Reader()).toList();

    @Test
    void readersThatStallTogetherHoldNoMoreThanTheBudgetAndAFrameEach() {
        for (int round = 0; round < 40; round++) {
            readers.forEach(Reader::push);
            assertThat(budget.waiting()).isLessThanOrEqualTo(BUDGET + READERS * FRAME.length());
        }

        // What those leave who are closed is enough for the last ones.
        assertThat(readers).filteredOn(reader -> !reader.isClosed()).hasSizeLessThan(3);
    }

    @Test
    void whoKeepsUpIsServedWhateverOthersHold() {
        Reader healthy = readers.getFirst();
        List<Reader> stalled = readers.subList(1, READERS);
        for (int round = 0; round < 40; round++) {
            stalled.forEach(Reader::push);
            healthy.push();
            healthy.socket.completeWrites(true);
        }

        assertThat(healthy.isClosed()).isFalse();
        assertThat(healthy.socket.frames).hasSize(40);
    }

    @Test
    void oneAloneMayHoldAllThatItsOwnBoundAllows() {
        Reader alone = readers.getFirst();
        for (int i = 0; i < 40; i++) {
            alone.push();
        }

        assertThat(alone.isClosed()).isFalse();
    }

    @Test
    void beyondHalfOfItAQueueIsFullAtItsShare() {
        Reader one = readers.getFirst();
        for (int i = 0; i < 8; i++) {
            one.push();
        }
        assertThat(one.queue.isFilledBeyond(1)).isFalse();

        readers.subList(1, READERS / 2).forEach(Reader::push);

        assertThat(one.queue.isFilledBeyond(1)).isTrue();
    }

    private final class Reader {

        private final RecordingTransport socket = new RecordingTransport();
        private final OutboundQueue queue = new OutboundQueue(socket, Runnable::run, limits, budget);

        void push() {
            queue.push(FRAME, NOTHING);
        }

        boolean isClosed() {
            return socket.closeCode == CloseReason.SLOW_READER.code();
        }
    }
}
