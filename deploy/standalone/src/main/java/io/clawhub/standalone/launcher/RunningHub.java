package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.clawhub.standalone.launcher.HubState.RunningPart;
import io.clawhub.standalone.process.LogFile;
import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.services.HubParts;
import io.clawhub.standalone.services.ServiceProcess;
import io.clawhub.standalone.services.Together;

/** The hub from its start to its end, inside {@code ./hub up}. {@link #stop()} may come at any time, also while starting. */
final class RunningHub {
    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);

    private final HubHome home;
    private final HubParts parts;
    private final boolean backendsOnly;
    private final PrintWriter out;
    private final Supervisor supervisor;
    private final String startedAt =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    private volatile boolean stopping;

    RunningHub(HubHome home, HubParts parts, boolean backendsOnly, PrintWriter out) {
        this.home = home;
        this.parts = parts;
        this.backendsOnly = backendsOnly;
        this.out = out;
        this.supervisor = new Supervisor(out, this::writeState);
    }

    /**
     * Starts the backends, then the services, and waits until all of it is ready.
     *
     * @throws io.clawhub.standalone.process.StartException if a part is not; the caller stops the rest
     */
    void start() {
        writeState();
        Together.forEach(parts.backends(), this::start);
        writeState();
        if (!backendsOnly) {
            Together.forEach(parts.services(), this::start);
            writeState();
            Together.forEach(parts.services(), (ServiceProcess service) -> service.awaitReady(READY_DEADLINE));
        }
        started().forEach(supervisor::watch);
    }

    /** Everything that is meant to run. */
    List<Part> started() {
        List<Part> started = new ArrayList<>(parts.backends());
        if (!backendsOnly) {
            started.addAll(parts.services());
        }
        return started;
    }

    /** Stops everything in order; returns when it is gone. */
    synchronized void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        supervisor.close();
        stopInOrder();
        // Once more, for what was just being started.
        stopInOrder();
        try {
            Files.deleteIfExists(home.state());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isStopping() {
        return stopping;
    }

    private void stopInOrder() {
        for (List<? extends Part> group : parts.stopOrder()) {
            List<? extends Part> alive = group.stream().filter(Part::isAlive).toList();
            if (!alive.isEmpty()) {
                out.println("Stopping "
                        + String.join(", ", alive.stream().map(Part::name).toList()));
                out.flush();
            }
            Together.forEach(alive, Part::stop);
        }
    }

    private void start(Part part) {
        LogFile.rotate(part.place().log());
        if (!stopping) {
            part.start();
        }
    }

    private synchronized void writeState() {
        if (stopping) {
            return;
        }
        List<RunningPart> running = new ArrayList<>();
        List<Part> started = started();
        List<List<? extends Part>> groups = parts.stopOrder();
        for (int group = 0; group < groups.size(); group++) {
            for (Part part : groups.get(group)) {
                if (started.contains(part)) {
                    running.add(RunningPart.of(part, group));
                }
            }
        }
        new HubState(ProcessHandle.current().pid(), startedAt, running).write(home.state());
    }
}
