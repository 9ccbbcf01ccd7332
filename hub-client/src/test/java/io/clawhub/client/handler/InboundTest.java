package io.clawhub.client.handler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import io.clawhub.client.doubles.FakeStore;
import io.clawhub.client.doubles.ManualTimer;
import io.clawhub.client.doubles.Messages;
import io.clawhub.client.errors.StorageFull;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.wire.WireEvent.Welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class InboundTest {

    private final ManualTimer timer = new ManualTimer();
    private final FakeStore store = new FakeStore("me", timer);
    private final List<String> acks = new CopyOnWriteArrayList<>();
    private final List<Integer> windows = new CopyOnWriteArrayList<>();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private boolean redelivers = true;
    private final Inbound inbound = new Inbound(
            new Inbound.Settings(256, 1_000),
            store,
            new Inbound.Link() {
                @Override
                public void ack(String conversationId, long seq) {
                    acks.add(conversationId + ":" + seq);
                }

                @Override
                public boolean window(int deliveries) {
                    windows.add(deliveries);
                    return true;
                }

                @Override
                public void read(boolean on) {}

                @Override
                public boolean redelivers() {
                    return redelivers;
                }
            },
            timer,
            message -> !message.text().equals("skip"),
            new Inbound.Listener() {
                @Override
                public void stored(Message message, boolean queued) {
                    stored.add(message.id() + (queued ? "" : " kept"));
                }

                @Override
                public void failed(Throwable failure) {
                    failures.add(failure);
                }
            });

    @Test
    void whatIsStoredIsAcknowledgedOncePerBurstAndConversation() {
        deliver("a", 10);
        deliver("b", 11);
        deliver("a", 12);
        settled();

        assertThat(acks).as("not before the burst is over").isEmpty();
        timer.advance(Duration.ofMillis(10));
        assertThat(acks).containsExactlyInAnyOrder("a:12", "b:11");
        assertThat(stored).containsExactly("msg_a_10", "msg_b_11", "msg_a_12");
    }

    @Test
    void aRepeatIsAcknowledgedAgainAndNotQueuedAgain() {
        deliver("a", 10);
        deliver("a", 10);
        settled();
        timer.advance(Duration.ofMillis(10));

        assertThat(acks).containsExactly("a:10");
        assertThat(stored).containsExactly("msg_a_10");
        deliver("a", 10);
        settled();
        timer.advance(Duration.ofMillis(10));
        assertThat(acks).containsExactly("a:10", "a:10");
        assertThat(store.peek(10)).hasSize(1);
    }

    @Test
    void whatThePolicySkipsIsKeptAndAcknowledgedButNotQueued() {
        inbound.delivered(Messages.in("a", 10, "bob", "skip"));
        settled();
        timer.advance(Duration.ofMillis(10));

        assertThat(acks).containsExactly("a:10");
        assertThat(stored).containsExactly("msg_a_10 kept");
        assertThat(store.peek(10)).isEmpty();
        assertThat(store.log()).hasSize(1);
    }

    @Test
    void aFullDiskStopsAcknowledgingAndEverythingArrivesWhenThereIsSpace() {
        deliver("a", 10);
        settled();
        timer.advance(Duration.ofMillis(10));
        store.full = true;
        deliver("a", 11);
        deliver("b", 12);
        soon().until(() -> failures.size() >= 1);
        deliver("a", 13);
        timer.advance(Duration.ofMillis(100));
        assertThat(acks).containsExactly("a:10");
        assertThat(failures.get(0)).hasRootCauseInstanceOf(StorageFull.class);

        store.full = false;
        soon().until(() -> {
            timer.advance(Duration.ofSeconds(1));
            return inbound.isSettled();
        });
        timer.advance(Duration.ofSeconds(1));
        assertThat(acks).contains("a:13", "b:12");
        assertThat(store.peek(10).stream().map(work -> work.message().seq())).containsExactly(10L, 11L, 12L, 13L);
    }

    @Test
    void whatTheHubDoesNotRepeatIsKeptOverAReconnect() {
        redelivers = false;
        store.full = true;
        deliver("a", 0);
        soon().until(() -> failures.size() >= 1);
        store.full = false;

        inbound.welcome(new Welcome("s", null, true, 30, 0));

        soon().until(() -> {
            timer.advance(Duration.ofSeconds(1));
            return inbound.isSettled();
        });
        assertThat(stored).containsExactly("msg_a_0");
    }

    @Test
    void theCursorNeverPassesWhatIsNotStored() {
        store.full = true;
        deliver("a", 11);
        soon().until(() -> failures.size() == 1);
        store.full = false;
        deliver("a", 12);
        assertThat(store.cursors()).isEmpty();

        inbound.welcome(new Welcome("s", "e1", true, 30, 0));
        deliver("a", 11);
        deliver("a", 12);
        settled();
        assertThat(store.cursors()).containsEntry("a", 12L);
        assertThat(inbound.resume().cursors()).as("only the hub knows of holes").isEmpty();
        timer.advance(Duration.ofMillis(10));
        assertThat(acks).containsExactly("a:12");
    }

    @Test
    void aFullQueueNarrowsTheWindowAndDrainingWidensItAgain() {
        store.pendingMax = 1_000;
        for (int i = 1; i <= 1_003; i++) {
            deliver("a", i);
        }
        soon().until(() -> store.peek(2_000).size() == 1_000);
        soon().until(() -> windows.contains(1));
        timer.advance(Duration.ofMillis(10));
        assertThat(acks).contains("a:1000").doesNotContain("a:1001");

        List<PendingMessage> work = store.lease(1_000, Duration.ofMinutes(1)).join();
        store.complete(work.stream().map(PendingMessage::receipt).toList()).join();
        inbound.room();
        soon().until(() -> {
            timer.advance(Duration.ofSeconds(1));
            return inbound.isSettled();
        });
        inbound.room();
        timer.advance(Duration.ofMillis(10));
        assertThat(acks).contains("a:1003");
        assertThat(windows.get(windows.size() - 1)).isEqualTo(256);
        assertThat(windows).as("told in steps, not with every message").hasSizeLessThan(25);
    }

    @Test
    void aNewEpochForgetsTheCursorsAndTheIdsTellTheRepeats() {
        inbound.welcome(new Welcome("s", "e1", false, 30, 0));
        deliver("a", 10);
        deliver("a", 11);
        settled();
        assertThat(inbound.resume().epoch()).isEqualTo("e1");
        assertThat(store.cursors()).containsEntry("a", 11L);

        inbound.welcome(new Welcome("s", "e2", false, 30, 0));
        soon().until(() -> "e2".equals(inbound.resume().epoch()));
        assertThat(store.cursors()).isEmpty();
        deliver("a", 10);
        deliver("a", 11);
        deliver("a", 12);
        settled();
        assertThat(stored).containsExactly("msg_a_10", "msg_a_11", "msg_a_12");
        assertThat(store.cursors()).containsEntry("a", 12L);
    }

    @Test
    void closingAcknowledgesWhatIsStored() {
        deliver("a", 10);
        settled();
        inbound.close();
        assertThat(acks).containsExactly("a:10");
        deliver("a", 11);
        assertThat(inbound.isSettled()).isTrue();
    }

    private void deliver(String conversation, long seq) {
        inbound.delivered(Messages.in(conversation, seq, "bob", "text"));
    }

    private void settled() {
        soon().until(inbound::isSettled);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }
}
