package io.clawhub.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.errors.QueueFull;

/** Who waits for a pong. Pongs that carry no number answer the oldest. Futures complete on a thread of the client. */
final class Pings {

    private static final int MAX = 1_000;

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>(1);
    private final Function<String, CompletableFuture<Void>> writer;
    private final Timer timer;

    Pings(Function<String, CompletableFuture<Void>> writer, Timer timer) {
        this.writer = writer;
        this.timer = timer;
    }

    /** Completes with the next pong, whoever caused it. */
    CompletableFuture<Void> ask(String frame, Duration timeout) {
        CompletableFuture<Void> pong = new CompletableFuture<>();
        synchronized (this) {
            if (waiting.size() >= MAX) {
                return CompletableFuture.failedFuture(new QueueFull(MAX + " pings wait for an answer"));
            }
            waiting.add(pong);
        }
        Timer.Alarm late = timer.after(
                timeout,
                () -> pong.completeExceptionally(new TimeoutException("no pong within " + timeout.toMillis() + " ms")));
        pong.whenComplete((answer, failure) -> {
            late.cancel();
            synchronized (this) {
                waiting.remove(pong);
            }
        });
        writer.apply(frame).whenComplete((written, failure) -> {
            if (failure != null) {
                pong.completeExceptionally(failure);
            }
        });
        return pong;
    }

    void pong() {
        CompletableFuture<Void> oldest;
        synchronized (this) {
            oldest = waiting.poll();
        }
        if (oldest != null) {
            oldest.complete(null);
        }
    }

    /** No pong comes any more. */
    void close(Throwable why) {
        List<CompletableFuture<Void>> lost;
        synchronized (this) {
            lost = List.copyOf(waiting);
            waiting.clear();
        }
        lost.forEach(pong -> pong.completeExceptionally(why));
    }
}
