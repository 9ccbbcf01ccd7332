package io.clawhub.gateway.core.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryGateTest {

    private static final int MAX_BUFFERED = 3;

    private final List<String> frames = new ArrayList<>();
    private final List<Runnable> loop = new ArrayList<>();
    private boolean stuck;
    private final Map<String, Long> delivered = new TreeMap<>();
    private final DeliveryGate gate = new DeliveryGate(
            new OutboundQueue(
                    new ImmediateTransport(),
                    task -> {
                        if (stuck) {
                            loop.add(task);
                        } else {
                            task.run();
                        }
                    },
                    TestConfig.with(Map.of()).connection()),
            push -> switch (push) {
                case MessageArrived arrived ->
                    arrived.logged().message().conversationId()
                            + arrived.logged().seq();
                case Push.ChannelChanged changed -> changed.change().changeId();
                case Push.CallArrived call -> call.callId();
                case Push.GroupChanged changed -> changed.event().conversationId();
                default -> null;
            },
            Terms.WRITTEN_COUNTS);

    @Test
    void liveMessagesFollowTheReplayWithoutRepeat() {
        gate.live(arrived("a", 5), MAX_BUFFERED, null);
        gate.live(arrived("a", 6), MAX_BUFFERED, null);
        gate.live(arrived("b", 5), MAX_BUFFERED, null);
        gate.replay(List.of(logged("a", 3), logged("a", 4), logged("a", 5)));

        gate.open();
        gate.live(arrived("a", 7), MAX_BUFFERED, null);

        assertThat(frames).containsExactly("a3", "a4", "a5", "a6", "b5", "a7");
    }

    @Test
    void aRecordTheReplayHeldIsNotRepeatedWhenTheTailComesToItLater() {
        gate.replay(List.of(logged("a", 3), logged("a", 4)));
        gate.open();

        gate.live(arrived("a", 4), MAX_BUFFERED, null);
        gate.live(arrived("a", 5), MAX_BUFFERED, null);

        assertThat(frames).containsExactly("a3", "a4", "a5");
    }

    @Test
    void aFullBufferSendsTheReplayAnotherRound() {
        for (int seq = 10; seq < 15; seq++) {
            gate.live(arrived("a", seq), MAX_BUFFERED, null);
        }
        gate.replay(List.of(logged("a", 9)));
        assertThat(gate.open()).isFalse();
        assertThat(gate.replayedUpTo()).containsExactly(Map.entry("a", 9L));
        gate.replay(List.of(
                logged("a", 10), logged("a", 11), logged("a", 12), logged("a", 13), logged("a", 14), logged("a", 15)));
        gate.live(arrived("a", 15), MAX_BUFFERED, null);
        gate.live(arrived("a", 16), MAX_BUFFERED, null);

        assertThat(gate.open()).isTrue();

        assertThat(frames).containsExactly("a9", "a10", "a11", "a12", "a13", "a14", "a15", "a16");
    }

    @Test
    void withoutHistoryItGoesLiveAndCountsNothingAsDeliveredUntilTheReplayCame() {
        gate.live(arrived("a", 5), MAX_BUFFERED, null);
        gate.openBeforeReplay();
        gate.live(arrived("a", 6), MAX_BUFFERED, null);
        assertThat(matured()).isEmpty();
        gate.replay(List.of(logged("a", 3), logged("a", 4), logged("a", 5), logged("b", 1)));

        gate.open();

        assertThat(frames).containsExactly("a5", "a6", "a3", "a4", "b1");
        assertThat(matured()).isEqualTo(Map.of("a", 6L, "b", 1L));
    }

    @Test
    void whatPassedBeforeTheReplayCountsOnlyOnceTheReplayIsOnTheSocket() {
        gate.openBeforeReplay();
        gate.live(arrived("a", 6), MAX_BUFFERED, null);
        stuck = true;
        gate.replay(List.of(logged("a", 3), logged("a", 4)));
        gate.open();
        assertThat(matured()).isEmpty();

        loop.forEach(Runnable::run);

        assertThat(matured()).isEqualTo(Map.of("a", 6L));
    }

    @Test
    void whatWasWrittenJustBeforeTheCloseIsNotDelivered() {
        gate.open();
        gate.live(arrived("a", 1), MAX_BUFFERED, null);

        gate.close(System.currentTimeMillis(), 60_000, (id, seq, audience) -> delivered.put(id, seq));

        assertThat(delivered).isEmpty();
        assertThat(gate.live(arrived("a", 2), MAX_BUFFERED, null)).isFalse();
    }

    @Test
    void whatStayedWrittenIsDelivered() {
        gate.open();
        gate.live(arrived("a", 1), MAX_BUFFERED, null);
        gate.live(arrived("b", 7), MAX_BUFFERED, null);
        gate.live(arrived("a", 3), MAX_BUFFERED, null);

        assertThat(matured()).isEqualTo(Map.of("a", 3L, "b", 7L));
    }

    @Test
    void tellsWhoAskedOnceItIsWritten() {
        gate.open();
        CompletableFuture<Boolean> receipt = new CompletableFuture<>();

        boolean onItsWay = gate.live(arrived("a", 1), MAX_BUFFERED, receipt);

        assertThat(onItsWay).isTrue();
        assertThat(receipt).isCompletedWithValue(true);
    }

    @Test
    void tellsWhoAskedWhenTheReplayBringsWhatTheBufferHeldToo() {
        CompletableFuture<Boolean> replayed = new CompletableFuture<>();
        CompletableFuture<Boolean> followed = new CompletableFuture<>();
        gate.live(arrived("a", 1), MAX_BUFFERED, replayed);
        gate.live(arrived("a", 2), MAX_BUFFERED, followed);
        gate.replay(List.of(logged("a", 1)));

        gate.open();

        assertThat(frames).containsExactly("a1", "a2");
        assertThat(replayed).isCompletedWithValue(true);
        assertThat(followed).isCompletedWithValue(true);
    }

    private Map<String, Long> matured() {
        gate.mature(System.currentTimeMillis() + 1_000, (id, seq, audience) -> delivered.put(id, seq));
        return delivered;
    }

    @Test
    void aChangeKeepsItsPlaceAmongTheMessages() {
        gate.live(arrived("a", 5), MAX_BUFFERED, null);
        change("a", ConversationStatus.ACTIVE, 6);
        gate.live(arrived("a", 7), MAX_BUFFERED, null);

        gate.open();
        change("a", ConversationStatus.ENDED, 8);
        gate.live(arrived("a", 9), MAX_BUFFERED, null);

        assertThat(frames).containsExactly("a5", "a-ACTIVE", "a7", "a-ENDED", "a9");
    }

    @Test
    void aReplayedMessageDoesNotOvertakeTheChangeBeforeIt() {
        change("a", ConversationStatus.ACTIVE, 5);
        change("b", ConversationStatus.ACTIVE, 5);
        gate.live(arrived("a", 6), MAX_BUFFERED, null);
        gate.replay(List.of(logged("a", 4), logged("a", 6)));

        gate.open();

        assertThat(frames).containsExactly("a4", "a-ACTIVE", "a6", "b-ACTIVE");
    }

    @Test
    void aChangeIsToldOnceHoweverOftenItComes() {
        change("a", ConversationStatus.PENDING, 5);
        change("a", ConversationStatus.PENDING, 0);
        gate.open();
        change("a", ConversationStatus.PENDING, 9);

        assertThat(frames).containsExactly("a-PENDING");
    }

    @Test
    void whatAReplyTellsIsNotPushedBesides() {
        change("a", ConversationStatus.ACTIVE, 5);
        gate.toldOutcome("a");
        gate.open();
        change("b", ConversationStatus.REJECTED, 6);
        gate.toldOutcome("c");
        change("c", ConversationStatus.REJECTED, 7);
        change("a", ConversationStatus.ENDED, 8);

        assertThat(frames).containsExactly("b-REJECTED", "a-ENDED");
    }

    @Test
    void aFullBufferDropsMessagesButNoChange() {
        change("a", ConversationStatus.PENDING, 5);
        for (int seq = 10; seq < 15; seq++) {
            gate.live(arrived("b", seq), MAX_BUFFERED, null);
        }
        change("a", ConversationStatus.ACTIVE, 20);

        assertThat(gate.open()).isFalse();
        assertThat(gate.open()).isTrue();

        assertThat(frames).containsExactly("a-PENDING", "a-ACTIVE");
    }

    @Test
    void aChangeThatIsWrittenSaysSo() {
        List<String> written = new ArrayList<>();
        gate.change(
                new ChannelChanged(changed("a", ConversationStatus.PENDING)), 1, MAX_BUFFERED, () -> written.add("a"));
        assertThat(written).isEmpty();

        gate.open();

        assertThat(written).containsExactly("a");
    }

    private void change(String conversationId, ConversationStatus status, long seq) {
        gate.change(new ChannelChanged(changed(conversationId, status)), seq, MAX_BUFFERED, () -> {});
    }

    private static ConversationChanged changed(String conversationId, ConversationStatus status) {
        return new ConversationChanged(
                conversationId + "-" + status,
                conversationId,
                ConversationKind.CHANNEL,
                status,
                null,
                List.of(),
                null,
                null,
                null,
                Instant.EPOCH);
    }

    private static MessageArrived arrived(String conversationId, long seq) {
        return new MessageArrived(logged(conversationId, seq));
    }

    private static LoggedMessage logged(String conversationId, long seq) {
        return new LoggedMessage(
                new MessageAccepted(
                        "msg_" + conversationId + seq,
                        null,
                        conversationId,
                        ConversationKind.DIRECT,
                        "alice",
                        List.of("alice", "bob"),
                        null,
                        TextNode.valueOf("hi"),
                        new Provenance("claw", "open", null)),
                seq,
                Instant.ofEpochMilli(seq));
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
