package io.clawhub.standalone.launcher;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.process.StartException;

/** Starts a part again a second after it died, and gives it up when it dies too often. Says both on the terminal. */
final class Supervisor implements AutoCloseable {
    private static final long RESTART_DELAY_MILLIS = 1_000;
    private static final int MAX_DEATHS = 5;
    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private final PrintWriter out;
    private final Runnable changed;
    private volatile boolean closed;

    /** @param changed called after each restart */
    Supervisor(PrintWriter out, Runnable changed) {
        this.out = out;
        this.changed = changed;
    }

    /** @param part which is running */
    void watch(Part part) {
        watch(part, new ArrayDeque<>());
    }

    private void watch(Part part, Deque<Long> deaths) {
        long pid = part.pid();
        part.exit().thenRun(() -> died(part, pid, deaths));
    }

    private void died(Part part, long pid, Deque<Long> deaths) {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        deaths.addLast(now);
        while (now - deaths.peekFirst() > DEATHS_WITHIN.toNanos()) {
            deaths.removeFirst();
        }
        if (deaths.size() > MAX_DEATHS) {
            say("%s (pid %d) ended %d times within a minute. Giving it up; the rest goes on. See %s"
                    .formatted(part.name(), pid, deaths.size(), part.place().log()));
            return;
        }
        say("%s (pid %d) ended by itself. Starting it again in 1 s.".formatted(part.name(), pid));
        later(part, deaths);
    }

    private void later(Part part, Deque<Long> deaths) {
        // The executor is shut down only after "closed" is set, and then nobody waits for the restart.
        if (!closed) {
            threads.schedule(() -> restart(part, deaths), RESTART_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void restart(Part part, Deque<Long> deaths) {
        if (closed) {
            return;
        }
        try {
            part.start();
            say("%s is back (pid %d).".formatted(part.name(), part.pid()));
            watch(part, deaths);
            changed.run();
        } catch (StartException e) {
            if (closed) {
                return;
            }
            say(e.getMessage());
            deaths.addLast(System.nanoTime());
            if (deaths.size() > MAX_DEATHS) {
                say("Giving " + part.name() + " up; the rest goes on.");
            } else {
                later(part, deaths);
            }
        }
    }

    private void say(String sentence) {
        out.println("hub       | " + sentence);
        out.flush();
    }

    /** From now on deaths are in order. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
