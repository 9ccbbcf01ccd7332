package io.clawhub.gateway.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Push.MessagesMissed;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/** Terms of reading: nothing written moves a cursor, and what was missed comes together. */
class ReadingGateTest {

    private static final int MAX_BUFFERED = 1_000;

    private final List<String> frames = new ArrayList<>();
    private final Map<String, Long> delivered = new TreeMap<>();
    private final DeliveryGate gate = new DeliveryGate(
            new OutboundQueue(
                    new ImmediateTransport(),
                    Runnable::run,
                    TestConfig.with(Map.of()).connection()),
            ReadingGateTest::frame,
            Terms.reading(false));

    @Test
    void missedMessagesComeInChunksOfAHundredAndBeforeTheLiveOnes() {
        gate.live(new MessageArrived(said(251)), MAX_BUFFERED, null);

        gate.replay(
                LongStream.rangeClosed(1, 250).mapToObj(ReadingGateTest::said).toList());
        gate.open();

        assertThat(frames).containsExactly("missed 1-100", "missed 101-200", "missed 201-250", "live 251");
    }

    @Test
    void whatPassedBeforeTheReplayIsNotRepeatedByIt() {
        gate.openBeforeReplay();
        gate.live(new MessageArrived(said(3)), MAX_BUFFERED, null);

        gate.replay(List.of(said(1), said(2), said(3)));
        gate.open();

        assertThat(frames).containsExactly("live 3", "missed 1-2");
    }

    @Test
    void whatIsReadEarlyCountsOnceTheOlderOnesWereSent() {
        gate.openBeforeReplay();
        gate.live(new MessageArrived(said(100)), MAX_BUFFERED, null);

        assertThat(gate.readable("c", 100)).isZero();
        assertThat(gate.readable("c", 50)).isEqualTo(50);
        assertThat(gate.readable("other", 7)).isEqualTo(7);
        gate.replay(List.of(said(60), said(70)));
        gate.open();

        assertThat(gate.readMeanwhile()).containsExactly(Map.entry("c", 100L));
        assertThat(gate.readMeanwhile()).isEmpty();
        assertThat(gate.readable("c", 101)).isEqualTo(101);
    }

    @Test
    void beingWrittenMovesNoCursor() {
        gate.replay(List.of(said(1), said(2)));
        gate.open();
        gate.live(new MessageArrived(said(3)), MAX_BUFFERED, null);

        gate.mature(Long.MAX_VALUE, (id, seq, audience) -> delivered.put(id, seq));
        gate.close(Long.MAX_VALUE, 0, (id, seq, audience) -> delivered.put(id, seq));

        assertThat(frames).containsExactly("missed 1-2", "live 3");
        assertThat(delivered).isEmpty();
    }

    private static LoggedMessage said(long seq) {
        return Said.logged("c", seq);
    }

    private static String frame(Push push) {
        return switch (push) {
            case MessageArrived arrived -> "live " + arrived.logged().seq();
            case MessagesMissed missed ->
                "missed " + missed.messages().getFirst().seq() + "-"
                        + missed.messages().getLast().seq();
            default -> null;
        };
    }

    private final class ImmediateTransport implements Transport {
        @Override
        public void write(String frame, Consumer<Boolean> written) {
            frames.add(frame);
            written.accept(true);
        }

        @Override
        public void close(int code, String reason) {
            frames.add("closed " + code);
        }
    }
}
