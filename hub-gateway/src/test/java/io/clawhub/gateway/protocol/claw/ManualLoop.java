package io.clawhub.gateway.protocol.claw;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** An event loop that turns when the test says so. */
final class ManualLoop implements Loop {

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
    void turn() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Lets time pass. */
    void pass(long millis) {
        long until = nowMillis + millis;
        turn();
        while (!timers.isEmpty() && timers.keySet().iterator().next() <= until) {
            nowMillis = timers.keySet().iterator().next();
            tasks.addAll(timers.remove(nowMillis));
            turn();
        }
        nowMillis = until;
    }

    long nanoTime() {
        return nowMillis * 1_000_000;
    }
}
