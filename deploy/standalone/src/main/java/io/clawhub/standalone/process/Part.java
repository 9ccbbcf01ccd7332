package io.clawhub.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One server process of the hub, a backend or a service. It keeps its port and directory over {@link #stop()} or
 * {@link #kill()} and a new start. Thread-safe.
 */
public abstract class Part implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);
    private static final long FIRST_POLL_MILLIS = 25;
    private static final long LAST_POLL_MILLIS = 250;

    private final String name;
    private final Place place;
    private OsProcess process;
    private Leash leash;

    protected Part(String name, Place place) {
        this.name = name;
        this.place = place;
    }

    public final String name() {
        return name;
    }

    public final Place place() {
        return place;
    }

    public final int port() {
        return place.port();
    }

    /** @throws IllegalStateException if it was never started */
    public final synchronized long pid() {
        return started().pid();
    }

    /** Whether the process exists; it may be paused. */
    public final synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it answers a simple request on its port within a second or so, saying that it can work. */
    public abstract boolean answers();

    /**
     * Starts the process unless it is running.
     *
     * @throws StartException if the port is taken or the process cannot be started
     */
    public abstract void start();

    /**
     * Waits until it {@link #answers()}.
     *
     * @throws StartException if it ends first or the deadline passes; it is left as it is
     */
    public final void awaitReady(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        long pollMillis = FIRST_POLL_MILLIS;
        while (!answers()) {
            if (!isAlive()) {
                throw new StartException(name + " ended while starting. " + LogFile.lastLines(place.log()));
            }
            if (System.nanoTime() > end) {
                throw new StartException(name + " was not ready within " + deadline.toSeconds() + " s. "
                        + LogFile.lastLines(place.log()));
            }
            sleep(pollMillis);
            pollMillis = Math.min(LAST_POLL_MILLIS, pollMillis * 2);
        }
    }

    /** Stops it cleanly, by force after 20 s; does nothing if it is not running. */
    public final void stop() {
        OsProcess running;
        synchronized (this) {
            running = process;
        }
        // Not under the lock: whoever asks for the state meanwhile must not wait for 20 s.
        if (running != null && running.isAlive()) {
            running.stop(stopSignal(), STOP_DEADLINE);
            stopped();
        }
        release();
    }

    /** SIGKILL: the server gets no chance to tidy up. Returns when the process is gone. */
    public final synchronized void kill() {
        started().kill();
        release();
    }

    /** SIGSTOP: connections stay open, nothing is answered. */
    public final synchronized void pause() {
        started().pause();
    }

    /** SIGCONT. */
    public final synchronized void resume() {
        started().resume();
    }

    /** Completes when the process now running is gone, for whatever reason. */
    public final synchronized CompletableFuture<OsProcess> exit() {
        return started().onExit();
    }

    /** Stops it; deletes the directory if it is a throw-away one. */
    @Override
    public final void close() {
        stop();
        if (place.throwAway()) {
            Directories.delete(place.directory());
        }
    }

    /** Takes over a process that another holder of the same place started; false if there is no such process. */
    public final synchronized boolean adopt(long pid) {
        OsProcess.find(pid, place.directory().toString()).ifPresent(found -> process = found);
        return isAlive();
    }

    /** Starts the process and returns at once; false if it was running already. */
    protected final synchronized boolean launch() {
        if (isAlive()) {
            return false;
        }
        if (!Ports.isFree(port())) {
            throw new StartException("Cannot start " + name + ": port " + port() + " is in use by another program.");
        }
        try {
            Files.createDirectories(place.directory());
            Files.createDirectories(place.log().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        prepare();
        process = OsProcess.start(
                new ProcessSpec(name, command(), environment(), hiddenEnvironment(), place.directory(), place.log()));
        if (place.throwAway()) {
            leash = Leash.attach(process, place.directory());
        }
        return true;
    }

    /** Must name the place's directory. */
    protected abstract List<String> command();

    protected Map<String, String> environment() {
        return Map.of();
    }

    /** Variables of this process that the new one must not see. */
    protected Set<String> hiddenEnvironment() {
        return Set.of();
    }

    /** Called before the process starts; the directory exists. */
    protected void prepare() {}

    /** Called after the process was stopped, not after it was killed or ended by itself. */
    protected void stopped() {}

    protected Signal stopSignal() {
        return Signal.TERM;
    }

    private synchronized void release() {
        if (leash != null) {
            leash.release();
            leash = null;
        }
    }

    private OsProcess started() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while starting", e);
        }
    }
}
