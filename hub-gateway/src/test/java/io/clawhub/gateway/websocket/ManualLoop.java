package io.clawhub.gateway.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** An event loop that turns when the test says so. */
public final class ManualLoop implements Loop {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Map<Long, Deque<Runnable>> timers = new TreeMap<>();
    private long nowMillis;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(long millis, Runnable task) {
        timers.computeIfAbsent(nowMillis + millis, at -> new ArrayDeque<>()).add(task);
    }

    /** Runs what there is to do now. */
    public void turn() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Lets time pass. */
    public void pass(long millis) {
        long until = nowMillis + millis;
        turn();
        while (!timers.isEmpty() && timers.keySet().iterator().next() <= until) {
            nowMillis = timers.keySet().iterator().next();
            tasks.addAll(timers.remove(nowMillis));
            turn();
        }
        nowMillis = until;
    }

    public long nanoTime() {
        return nowMillis * 1_000_000;
    }
}
