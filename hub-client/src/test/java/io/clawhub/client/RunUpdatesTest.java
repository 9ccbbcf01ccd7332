package io.clawhub.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;

import io.clawhub.client.RunUpdate.State;
import io.clawhub.client.wire.WireEvent.Streamed;

import static org.assertj.core.api.Assertions.assertThat;

class RunUpdatesTest {

    private final RunUpdates updates = new RunUpdates(Runnable::run);

    @Test
    void whatIsNotAskedForIsMerged() {
        Reader slow = new Reader();
        Reader fast = new Reader();
        updates.subscribe(slow);
        updates.subscribe(fast);
        fast.asks.request(Long.MAX_VALUE);

        piece("r", 0, "begin", null);
        for (int seq = 1; seq <= 100; seq++) {
            piece("r", seq, "delta", "x");
        }
        piece("s", 0, "begin", null);

        assertThat(fast.seen).hasSize(102);
        assertThat(slow.seen).isEmpty();
        slow.asks.request(1);
        assertThat(slow.seen)
                .containsExactly(
                        new RunUpdate("r", "dc_1", "bob", State.BEGUN, "text", "x".repeat(100), "x".repeat(100)));
        piece("r", 101, "delta", "y");
        piece("r", 102, "replace", "z");
        piece("r", 103, "end", null);
        slow.asks.request(5);
        assertThat(slow.seen).hasSize(3);
        assertThat(slow.seen.get(2)).isEqualTo(new RunUpdate("r", "dc_1", "bob", State.ENDED, "text", null, "z"));
    }

    @Test
    void whatWaitsIsBounded() {
        Reader slow = new Reader();
        updates.subscribe(slow);
        for (int i = 0; i < 1_000; i++) {
            piece("r" + i, 0, "begin", null);
        }

        slow.asks.request(2_000);

        assertThat(slow.seen).hasSize(RunViews.MAX_RUNS);
        assertThat(slow.seen.get(0).runId()).isEqualTo("r744");
    }

    @Test
    void subscriptionsEnd() {
        Reader gone = new Reader();
        Reader failing = new Reader();
        Reader greedy = new Reader();
        Reader patient = new Reader();
        List.of(gone, failing, greedy, patient).forEach(reader -> {
            updates.subscribe(reader);
            reader.asks.request(1);
        });
        failing.fails = true;
        gone.asks.cancel();
        greedy.asks.request(-1);
        piece("r", 0, "begin", null);
        piece("r", 1, "delta", "x");
        updates.close();
        updates.close();
        Reader late = new Reader();
        updates.subscribe(late);

        assertThat(gone.seen).isEmpty();
        assertThat(gone.ends).isEmpty();
        assertThat(failing.ends).containsExactly("IllegalStateException");
        assertThat(greedy.ends).containsExactly("IllegalArgumentException");
        assertThat(patient.seen).hasSize(1);
        assertThat(patient.ends).containsExactly("complete");
        assertThat(late.ends).containsExactly("complete");
    }

    private void piece(String runId, long seq, String operation, String text) {
        updates.piece(new Streamed(runId, "dc_1", "bob", seq, seq, operation, null, text, null));
    }

    private static final class Reader implements Flow.Subscriber<RunUpdate> {
        final List<RunUpdate> seen = new ArrayList<>();
        final List<String> ends = new ArrayList<>();
        Flow.Subscription asks;
        boolean fails;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            asks = subscription;
        }

        @Override
        public void onNext(RunUpdate update) {
            if (fails) {
                throw new IllegalStateException("a fault of the agent's code");
            }
            seen.add(update);
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }
    }
}
