package io.clawhub.gateway.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.CaughtUp;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/** A gate of a client that acknowledges, with a window of two. */
class WindowedGateTest {

    private static final int MAX_BUFFERED = 3;

    private final List<String> frames = new ArrayList<>();
    private final Map<String, Long> stored = new TreeMap<>();
    private final List<String> lags = new ArrayList<>();
    private final DeliveryGate gate = new DeliveryGate(
            new OutboundQueue(
                    new ImmediateTransport(),
                    Runnable::run,
                    TestConfig.with(Map.of()).connection()),
            push -> switch (push) {
                case MessageArrived arrived ->
                    arrived.logged().message().conversationId()
                            + arrived.logged().seq()
                            + (arrived.replayed() ? "r" : "");
                case CaughtUp caughtUp -> "caught up";
                case Push.GroupChanged changed -> "changed";
                default -> null;
            },
            Terms.acknowledging(2));

    @Test
    void writesAsManyAsTheWindowHoldsAndGoesOnWithAcknowledgements() {
        gate.open();
        live("a", 1);
        live("b", 2);
        live("a", 3);
        live("a", 4);
        assertThat(frames).containsExactly("caught up", "a1", "b2");

        acknowledge("a", 1);
        assertThat(frames).endsWith("b2", "a3");

        acknowledge("b", 2);
        assertThat(frames).endsWith("b2", "a3", "a4");
        assertThat(stored).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void onlyThoseWhoseMessagesAreAcknowledgedAreTold() {
        List<List<String>> told = new ArrayList<>();
        gate.window(3);
        gate.open();
        gate.live(new MessageArrived(Said.logged("a", 1, "carol")), MAX_BUFFERED, null);
        gate.live(new MessageArrived(Said.logged("a", 2, "dave")), MAX_BUFFERED, null);
        gate.live(new MessageArrived(Said.logged("a", 3, "erin")), MAX_BUFFERED, null);

        gate.acknowledge("a", 2, (id, seq, audience) -> told.add(audience));
        gate.acknowledge("a", 3, (id, seq, audience) -> told.add(audience));

        assertThat(told).containsExactly(List.of("carol", "dave"), List.of("erin"));
    }

    @Test
    void whatWasAcknowledgedOverAHoleIsToldToAllItsSenders() {
        List<List<String>> told = new ArrayList<>();
        gate.openBeforeReplay();
        gate.live(new MessageArrived(Said.logged("a", 1, "carol")), MAX_BUFFERED, null);
        gate.acknowledge("a", 1, this::store);
        gate.live(new MessageArrived(Said.logged("a", 2, "dave")), MAX_BUFFERED, null);
        gate.acknowledge("a", 2, this::store);
        assertThat(stored).isEmpty();

        gate.open();
        gate.mature(Long.MAX_VALUE, (id, seq, audience) -> told.add(audience));

        assertThat(told).containsExactly(List.of("carol", "dave"));
    }

    @Test
    void beingWrittenMovesNoCursor() {
        gate.open();
        live("a", 1);

        gate.mature(Long.MAX_VALUE, this::store);

        assertThat(stored).isEmpty();
    }

    @Test
    void anAcknowledgementReachesNoFurtherThanWhatWasSent() {
        gate.open();
        live("a", 5);
        acknowledge("a", 1_000_000);
        acknowledge("unheard of", 7);
        assertThat(stored).isEqualTo(Map.of("a", 5L));

        live("a", 6);
        assertThat(frames).endsWith("a6");
    }

    @Test
    void whatTheClientCameWithIsNotReplayedButMovesNoCursor() {
        gate.claim(Map.of("a", 10L));
        gate.open();

        acknowledge("a", 99);

        assertThat(stored).isEmpty();
        assertThat(gate.replayedUpTo()).isEqualTo(Map.of("a", 10L));
    }

    @Test
    void aSmallerWindowHoldsBackUntilEnoughIsAcknowledgedAndALargerOneGoesOnAtOnce() {
        gate.open();
        live("a", 1);
        live("a", 2);
        gate.window(1);
        live("a", 3);
        live("a", 4);
        acknowledge("a", 1);
        assertThat(frames).endsWith("a1", "a2");

        acknowledge("a", 2);
        assertThat(frames).endsWith("a2", "a3");

        gate.window(5_000);
        assertThat(frames).endsWith("a3", "a4");
    }

    @Test
    void theReplayStopsWhereTheWindowIsFull() {
        assertThat(gate.replay(List.of(Said.logged("a", 1), Said.logged("a", 2), Said.logged("a", 3))))
                .isEqualTo(2);
        List<String> asked = new ArrayList<>();
        gate.whenRoom(() -> asked.add("room"));
        assertThat(asked).isEmpty();

        acknowledge("a", 1);

        assertThat(asked).containsExactly("room");
        assertThat(gate.replay(List.of(Said.logged("a", 3)))).isEqualTo(1);
        assertThat(frames).containsExactly("a1r", "a2r", "a3r");
    }

    @Test
    void whatOverflowsWhileHeldBackComesByAnotherRoundOfTheReplay() {
        gate.onLag(() -> lags.add("lag"));
        gate.open();
        for (int seq = 1; seq <= 7; seq++) {
            live("a", seq);
        }
        assertThat(lags).isEmpty();

        acknowledge("a", 2);

        assertThat(lags).containsExactly("lag");
        assertThat(frames).containsExactly("caught up", "a1", "a2");
        live("a", 8);
        gate.window(100);
        gate.replay(List.of(
                Said.logged("a", 3),
                Said.logged("a", 4),
                Said.logged("a", 5),
                Said.logged("a", 6),
                Said.logged("a", 7)));
        assertThat(gate.open()).isTrue();
        assertThat(frames).containsExactly("caught up", "a1", "a2", "a3r", "a4r", "a5r", "a6r", "a7r", "a8");
    }

    @Test
    void closedWhileHeldBackItForgetsAndGivesNobodyFalseHope() {
        gate.open();
        CompletableFuture<Boolean> receipt = new CompletableFuture<>();
        live("a", 1);
        live("a", 2);

        assertThat(gate.live(new MessageArrived(Said.logged("a", 3)), MAX_BUFFERED, receipt))
                .isFalse();
        gate.close(0, 0, this::store);
        acknowledge("a", 2);

        assertThat(stored).isEmpty();
        assertThat(frames).doesNotContain("a3");
    }

    @Test
    void theSenderHearsOfADeliveryOnceItIsWritten() {
        gate.open();
        CompletableFuture<Boolean> receipt = new CompletableFuture<>();

        gate.live(new MessageArrived(Said.logged("a", 1)), MAX_BUFFERED, receipt);

        assertThat(receipt).isCompletedWithValue(true);
    }

    @Test
    void aChangeWaitsForTheMessagesBeforeIt() {
        gate.open();
        live("a", 1);
        live("a", 2);
        live("a", 3);
        gate.change(new Push.GroupChanged(null, null), "chg_1", "a", 4, MAX_BUFFERED);
        gate.change(new Push.GroupChanged(null, null), "chg_1", "a", 4, MAX_BUFFERED);
        assertThat(frames).endsWith("a1", "a2");

        acknowledge("a", 2);

        assertThat(frames).endsWith("a2", "a3", "changed");
    }

    @Test
    void overAHoleNoAcknowledgementMovesTheCursor() {
        gate.openBeforeReplay();
        live("a", 10);
        live("b", 10);
        acknowledge("a", 10);
        acknowledge("b", 10);
        assertThat(stored).isEmpty();

        gate.replay(List.of(Said.logged("a", 3)));
        gate.open();
        acknowledge("a", 10);
        gate.mature(Long.MAX_VALUE, this::store);
        // What was said in a before was sent after 10: only what is acknowledged beyond 10 proves that it arrived.
        assertThat(stored).isEqualTo(Map.of("b", 10L));

        live("a", 11);
        acknowledge("a", 11);
        assertThat(stored).isEqualTo(Map.of("a", 11L, "b", 10L));
        assertThat(frames).containsExactly("a10", "b10", "a3r", "caught up", "a11");
    }

    private void live(String conversationId, long seq) {
        gate.live(new MessageArrived(Said.logged(conversationId, seq)), MAX_BUFFERED, null);
    }

    private void acknowledge(String conversationId, long seq) {
        gate.acknowledge(conversationId, seq, this::store);
    }

    private void store(String conversationId, long seq, List<String> audience) {
        assertThat(audience).isIn(List.of(), List.of("alice"));
        stored.merge(conversationId, seq, Math::max);
    }

    private final class ImmediateTransport implements Transport {
        @Override
        public void write(String frame, Consumer<Boolean> written) {
            frames.add(frame);
            written.accept(true);
        }

        @Override
        public void close(int code, String reason) {
            throw new AssertionError("closed with " + code);
        }
    }
}
