package io.clawhub.client.doubles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.clawhub.client.connection.Timer;

/** A clock that stands still until it is told to move. */
public final class ManualTimer implements Timer {

    private record Waiting(long at, long order, Runnable action) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long now;
    private long order;

    @Override
    public synchronized Alarm after(Duration delay, Runnable action) {
        Waiting entry = new Waiting(now + delay.toNanos(), order++, action);
        waiting.add(entry);
        return () -> remove(entry);
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    /** Moves on, and runs what falls due in its order. */
    public void advance(Duration time) {
        long end = nanoTime() + time.toNanos();
        for (Waiting next = due(end); next != null; next = due(end)) {
            next.action().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized Waiting due(long end) {
        Waiting next = waiting.stream()
                .filter(entry -> entry.at() <= end)
                .min(Comparator.comparingLong(Waiting::at).thenComparingLong(Waiting::order))
                .orElse(null);
        if (next != null) {
            waiting.remove(next);
            now = Math.max(now, next.at());
        }
        return next;
    }

    private synchronized void remove(Waiting entry) {
        waiting.remove(entry);
    }
}
