package io.clawhub.client.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WriteQueueTest {

    private final List<String> written = new ArrayList<>();
    private final List<CompletableFuture<Object>> writes = new ArrayList<>();
    private final WriteQueue queue = new WriteQueue(
            text -> {
                written.add(text);
                CompletableFuture<Object> write = new CompletableFuture<>();
                writes.add(write);
                return write;
            },
            2,
            1000);

    @Test
    void writesOneAtATimeInOrder() {
        queue.send("a");
        CompletableFuture<Void> second = queue.send("b");
        assertThat(written).containsExactly("a");

        writes.get(0).complete(null);

        assertThat(written).containsExactly("a", "b");
        assertThat(second).isNotDone();
        writes.get(1).complete(null);
        assertThat(second).isCompleted();
    }

    @Test
    void goesOnAfterAFailedWrite() {
        CompletableFuture<Void> first = queue.send("a");
        queue.send("b");

        writes.get(0).completeExceptionally(new IllegalStateException("broken"));

        assertThat(first).isCompletedExceptionally();
        assertThat(written).containsExactly("a", "b");
    }

    @Test
    void refusesBeyondItsCapacity() {
        queue.send("a");
        queue.send("b");
        queue.send("c");

        assertThat(queue.send("d")).isCompletedExceptionally();
        assertThat(queue.send("x".repeat(2000))).isCompletedExceptionally();
        assertThat(written).containsExactly("a");
    }

    @Test
    void failsWhatWaitsWhenClosed() {
        queue.send("a");
        CompletableFuture<Void> waiting = queue.send("b");

        queue.close(new IllegalStateException("closed"));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(queue.send("c")).isCompletedExceptionally();
    }

    @Test
    void doesNotGrowTheStackWhenWritesCompleteAtOnce() {
        WriteQueue instant = new WriteQueue(text -> CompletableFuture.completedFuture(text), 1, 1000);

        for (int i = 0; i < 100_000; i++) {
            assertThat(instant.send("x")).isCompleted();
        }
    }
}
