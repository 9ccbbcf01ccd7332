package io.clawhub.client.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Runs tasks one at a time, in order, on the threads of another executor: what a thread of one's own would give, without the
 * thread. A task that throws does not stop those after it. Its callers bound what they put in.
 */
public final class SerialExecutor implements Executor {

    /** After so many tasks others get the thread. */
    private static final int TURN = 64;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private volatile Thread current;

    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::turn);
    }

    /** Whether the caller is one of the tasks. */
    public boolean isCurrent() {
        return Thread.currentThread() == current;
    }

    private void turn() {
        current = Thread.currentThread();
        for (int done = 0; done < TURN; done++) {
            Runnable task;
            synchronized (this) {
                task = tasks.poll();
                if (task == null) {
                    current = null;
                    running = false;
                    return;
                }
            }
            run(task);
        }
        current = null;
        threads.execute(this::turn);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
