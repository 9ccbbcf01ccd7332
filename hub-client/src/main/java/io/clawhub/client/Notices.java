package io.clawhub.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.clawhub.client.connection.SerialExecutor;
import io.clawhub.client.errors.QueueFull;

/**
 * Callbacks that hear of things rather than handle them: one at a time, in order, on the threads of the agent's code. Bounded: what a
 * slow callback cannot take is dropped, and {@code onError} is told.
 */
final class Notices {

    /** So many may wait to be heard. */
    private static final int MAX_WAITING = 4_096;

    private final SerialExecutor turns;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final List<Consumer<Throwable>> onError = new CopyOnWriteArrayList<>();

    Notices(Executor threads) {
        this.turns = new SerialExecutor(threads);
    }

    /** The callbacks for one kind of notice. */
    final class Topic<T> {

        private final List<Consumer<T>> callbacks = new CopyOnWriteArrayList<>();

        IMClient.Registration add(Consumer<T> callback) {
            callbacks.add(callback);
            return () -> callbacks.remove(callback);
        }

        boolean isEmpty() {
            return callbacks.isEmpty();
        }

        void tell(T notice) {
            callbacks.forEach(callback -> run(() -> callback.accept(notice)));
        }

        /** On this thread, in the order of registration; the first that throws ends it. */
        void callNow(T notice) {
            callbacks.forEach(callback -> callback.accept(notice));
        }
    }

    <T> Topic<T> topic() {
        return new Topic<>();
    }

    IMClient.Registration onError(Consumer<Throwable> callback) {
        onError.add(callback);
        return () -> onError.remove(callback);
    }

    void error(Throwable failure) {
        if (!onError.isEmpty()) {
            run(() -> report(failure));
        }
    }

    void run(Runnable notice) {
        if (waiting.get() >= MAX_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        waiting.incrementAndGet();
        turns.execute(() -> {
            waiting.decrementAndGet();
            try {
                notice.run();
            } catch (RuntimeException e) {
                report(e);
            }
            int lost = dropped.getAndSet(0);
            if (lost > 0) {
                report(new QueueFull("callbacks are slower than the hub: " + lost + " notices were dropped"));
            }
        });
    }

    private void report(Throwable failure) {
        for (Consumer<Throwable> callback : onError) {
            try {
                callback.accept(failure);
            } catch (RuntimeException e) {
                // An error handler that fails itself: the thread's handler is the only place left.
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
