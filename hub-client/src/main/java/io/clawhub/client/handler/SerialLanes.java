package io.clawhub.client.handler;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs the tasks of one key one after the other and those of different keys side by side. A lane gives its thread back after each
 * task, so that a busy conversation does not keep the others waiting. What waits here is bounded by who adds it.
 */
final class SerialLanes {

    private final Executor pool;
    private final Map<String, Queue<Runnable>> lanes = new HashMap<>();
    private int running;
    private int waiting;

    SerialLanes(Executor pool) {
        this.pool = pool;
    }

    void run(String key, Runnable task) {
        synchronized (this) {
            Queue<Runnable> busy = lanes.get(key);
            if (busy != null) {
                busy.add(task);
                waiting++;
                return;
            }
            lanes.put(key, new ArrayDeque<>());
            running++;
        }
        pool.execute(() -> turn(key, task));
    }

    /** How many wait for an earlier one of their key. */
    synchronized int waiting() {
        return waiting;
    }

    synchronized boolean idle() {
        return running == 0;
    }

    private void turn(String key, Runnable task) {
        try {
            task.run();
        } finally {
            Runnable next = next(key);
            if (next != null) {
                pool.execute(() -> turn(key, next));
            }
        }
    }

    private synchronized Runnable next(String key) {
        Runnable next = lanes.get(key).poll();
        if (next == null) {
            lanes.remove(key);
            running--;
        } else {
            waiting--;
        }
        return next;
    }
}
