package io.clawhub.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running process together with its descendants. Methods may be called from any thread. */
public final class OsProcess {
    private static final boolean SETSID = isExecutable("setsid");

    private final ProcessHandle handle;

    private OsProcess(ProcessHandle handle) {
        this.handle = handle;
    }

    /**
     * Starts it in a session of its own where {@code setsid} exists (Linux); elsewhere it shares the terminal's process
     * group and sees its Ctrl-C.
     *
     * @throws UncheckedIOException if the program cannot be started
     */
    public static OsProcess start(ProcessSpec spec) {
        List<String> command = new ArrayList<>();
        if (SETSID) {
            // Not a group leader yet, so setsid does not fork: the pid stays.
            command.add("setsid");
        }
        command.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().keySet().removeAll(spec.hiddenEnvironment());
        builder.environment().putAll(spec.environment());
        try {
            return new OsProcess(builder.start().toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Finds a process started earlier, perhaps by another JVM.
     *
     * @param commandMark a part of its command line, which tells it from a later process with the same pid
     */
    public static Optional<OsProcess> find(long pid, String commandMark) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(found -> commandLine(found).contains(commandMark))
                .map(OsProcess::new);
    }

    public long pid() {
        return handle.pid();
    }

    public boolean isAlive() {
        return handle.isAlive();
    }

    /** Completes when the process is gone, for whatever reason. */
    public CompletableFuture<OsProcess> onExit() {
        return handle.onExit().thenApply(gone -> this);
    }

    /** Asks it to stop by {@code signal} and kills it and its descendants if it has not within {@code deadline}. */
    public void stop(Signal signal, Duration deadline) {
        signal.send(List.of(pid()));
        // A paused process would sleep through the deadline.
        Signal.CONT.send(tree());
        if (!awaitExit(deadline)) {
            kill();
        }
    }

    /** SIGKILL to the process and its descendants; returns when all of them are gone. */
    public void kill() {
        List<ProcessHandle> descendants = handle.descendants().toList();
        Signal.KILL.send(tree());
        awaitExit(Duration.ofSeconds(10));
        descendants.forEach(descendant -> await(descendant, Duration.ofSeconds(10)));
    }

    /** SIGSTOP to the process and its descendants. */
    public void pause() {
        // Stopped first, so that it cannot have new children that we miss.
        Signal.STOP.send(List.of(pid()));
        Signal.STOP.send(tree());
    }

    /** SIGCONT to the process and its descendants. */
    public void resume() {
        Signal.CONT.send(tree());
    }

    /** Whether it was gone before the deadline. */
    public boolean awaitExit(Duration deadline) {
        return await(handle, deadline);
    }

    private List<Long> tree() {
        List<Long> pids = new ArrayList<>(List.of(pid()));
        handle.descendants().map(ProcessHandle::pid).forEach(pids::add);
        return pids;
    }

    private static boolean await(ProcessHandle process, Duration deadline) {
        try {
            process.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static String commandLine(ProcessHandle process) {
        Path linux = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return Files.exists(linux)
                    ? Files.readString(linux).replace('\0', ' ')
                    : process.info().commandLine().orElse("");
        } catch (IOException e) {
            // Gone between the two looks.
            return "";
        }
    }

    private static boolean isExecutable(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        for (String directory : path.split(":")) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
