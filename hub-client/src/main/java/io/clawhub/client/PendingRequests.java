package io.clawhub.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What waits for an answer: sends by message id, requests by request id, pings in their order. Everything here ends: by
 * its answer, its time-out or the end of the connection.
 */
final class PendingRequests {

    private final Duration timeout;
    private final Map<String, CompletableFuture<Object>> byId = new ConcurrentHashMap<>();
    private final Deque<CompletableFuture<Object>> pings = new ArrayDeque<>();
    private volatile Throwable closed;

    PendingRequests(Duration timeout) {
        this.timeout = timeout;
    }

    /** Whether something waits under this id. */
    boolean has(String id) {
        return byId.containsKey(id);
    }

    /** A future for the answer to this id; the one that waits already if there is one. */
    <T> CompletableFuture<T> await(String id, Class<T> type) {
        CompletableFuture<Object> fresh = new CompletableFuture<>();
        CompletableFuture<Object> earlier = byId.putIfAbsent(id, fresh);
        if (earlier == null) {
            fresh.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((answer, failure) -> byId.remove(id, fresh));
            failIfClosed(fresh);
        }
        return (earlier == null ? fresh : earlier).thenApply(type::cast);
    }

    /** A future for the next pong that answers no earlier ping. */
    CompletableFuture<Object> awaitPong() {
        CompletableFuture<Object> pong = new CompletableFuture<>();
        synchronized (pings) {
            pings.add(pong);
        }
        pong.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, failure) -> {
            synchronized (pings) {
                pings.remove(pong);
            }
        });
        failIfClosed(pong);
        return pong;
    }

    void pong() {
        CompletableFuture<Object> oldest;
        synchronized (pings) {
            oldest = pings.poll();
        }
        if (oldest != null) {
            oldest.complete(Boolean.TRUE);
        }
    }

    /** Whether something waited under this id. */
    boolean complete(String id, Object answer) {
        CompletableFuture<Object> waiting = id == null ? null : byId.get(id);
        return waiting != null && waiting.complete(answer);
    }

    /** Whether something waited under this id. */
    boolean fail(String id, Throwable failure) {
        CompletableFuture<Object> waiting = id == null ? null : byId.get(id);
        return waiting != null && waiting.completeExceptionally(failure);
    }

    void close(Throwable why) {
        closed = why;
        byId.values().forEach(waiting -> waiting.completeExceptionally(why));
        Deque<CompletableFuture<Object>> waitingPings;
        synchronized (pings) {
            waitingPings = new ArrayDeque<>(pings);
        }
        waitingPings.forEach(waiting -> waiting.completeExceptionally(why));
    }

    private void failIfClosed(CompletableFuture<Object> fresh) {
        Throwable why = closed;
        if (why != null) {
            fresh.completeExceptionally(why);
        }
    }
}
