package io.clawhub.client.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The one thread that writes, for all workspaces of the process; it lives while one of them is open. What queues up while it writes is
 * written together. A daemon: a program may end without closing, and then loses nothing whose future had completed.
 */
final class IoThread {

    private static final int DRAIN = 1024;
    private static final Object GUARD = new Object();
    private static IoThread running;

    /** Without a workspace: work that belongs to none yet; without both, the end. */
    private record Task(Workspace workspace, Op<?> op) {}

    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final Appenders appenders = new Appenders();
    private final SeenIds seen = new SeenIds();
    private final Thread thread = new Thread(this::run, "clawhub-store");
    private int users;

    private IoThread() {
        thread.setDaemon(true);
    }

    /** The running thread, or a new one; give it back with {@link #leave}. */
    static IoThread join() {
        synchronized (GUARD) {
            if (running == null) {
                running = new IoThread();
                running.thread.start();
            }
            running.users++;
            return running;
        }
    }

    void leave() {
        synchronized (GUARD) {
            users--;
            if (users == 0) {
                running = null;
                queue.add(new Task(null, null));
            }
        }
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    Appenders appenders() {
        return appenders;
    }

    SeenIds seen() {
        return seen;
    }

    /** Queues a change. How many one workspace may have here is for the caller to bound. */
    void submit(Workspace workspace, Op<?> op) {
        queue.add(new Task(workspace, op));
    }

    private void run() {
        List<Task> tasks = new ArrayList<>();
        boolean stop = false;
        while (!stop) {
            tasks.clear();
            try {
                tasks.add(queue.take());
            } catch (InterruptedException e) {
                continue; // nobody has a reason to interrupt this thread; the flag must not close a channel
            }
            queue.drainTo(tasks, DRAIN - 1);
            Map<Workspace, List<Op<?>>> batches = new LinkedHashMap<>();
            for (Task task : tasks) {
                if (task.op() == null) {
                    stop = true;
                } else if (task.workspace() == null) {
                    Workspace.alone(task.op(), null);
                } else {
                    batches.computeIfAbsent(task.workspace(), w -> new ArrayList<>())
                            .add(task.op());
                }
            }
            batches.forEach(Workspace::run);
        }
    }
}
