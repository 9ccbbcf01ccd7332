package io.clawhub.client.connection;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all clients of the process share, however many there are: one timer, a few for the protocol, which never run
 * the agent's code, and a bounded pool that does. All are daemons; those of the pools end when there is nothing to do.
 */
public final class ClientThreads {

    /** Enough to keep all cores busy with frames; none of them ever waits. */
    private static final int PROTOCOL_THREADS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    /** Agents' code may block; beyond so many at once, the next waits its turn. */
    private static final int CALLBACK_THREADS = 64;

    private static final Duration IDLE = Duration.ofSeconds(10);

    private ClientThreads() {}

    /** For frames, states and answers. Do not block here. Ordered only through a {@link SerialExecutor}. */
    public static Executor protocol() {
        return Protocol.POOL;
    }

    /** For the agent's code, which may block. Ordered only through a {@link SerialExecutor}. */
    public static Executor callbacks() {
        return Callbacks.POOL;
    }

    /** The process's clock and alarm. */
    public static Timer timer() {
        return SharedTimer.INSTANCE;
    }

    /** One HTTP client: it owns a selector thread. */
    static HttpClient http() {
        return Http.CLIENT;
    }

    private static ThreadPoolExecutor pool(String name, int size) {
        // Waiting tasks are bounded by those who submit: one turn of a serial executor for each client.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), daemons(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static final class Protocol {
        static final ThreadPoolExecutor POOL = pool("hub-client-protocol", PROTOCOL_THREADS);
    }

    private static final class Callbacks {
        static final ThreadPoolExecutor POOL = pool("hub-client-callback", CALLBACK_THREADS);
    }

    private static final class Http {
        static final HttpClient CLIENT =
                HttpClient.newBuilder().executor(Protocol.POOL).build();
    }

    private static final class SharedTimer implements Timer {

        static final SharedTimer INSTANCE = new SharedTimer();

        private final ScheduledThreadPoolExecutor thread =
                new ScheduledThreadPoolExecutor(1, daemons("hub-client-timer"));

        SharedTimer() {
            thread.setRemoveOnCancelPolicy(true);
        }

        @Override
        public Alarm after(Duration delay, Runnable action) {
            ScheduledFuture<?> waiting = thread.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> waiting.cancel(false);
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }
}
