package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.clawhub.standalone.backends.HubRoot;
import io.clawhub.standalone.process.Ports;
import io.clawhub.standalone.process.StartException;
import io.clawhub.standalone.services.HubParts;
import io.clawhub.standalone.services.HubPorts;
import io.clawhub.standalone.services.ServiceBuild;
import io.clawhub.standalone.services.ServiceKind;
import io.clawhub.standalone.services.ServiceProcess;

/** {@code ./hub up}: runs the hub in the foreground until Ctrl-C, SIGTERM or {@code ./hub down}. */
@Command(
        name = "up",
        description = "Starts the hub, shows its logs, and stops it on Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final int MAX_GATEWAYS = 8;
    private static final double NANOS = 1e9;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many gateways, on 8080, 8180 and so on; default ${DEFAULT-VALUE}.")
    private int gateways;

    @Option(names = "--backends-only", description = "Only PostgreSQL, Redis and Kafka, to run services from an IDE.")
    private boolean backendsOnly;

    @Option(names = "--native", description = "The services' native binaries instead of their jars.")
    private boolean isNative;

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        if (gateways < 1 || gateways > MAX_GATEWAYS) {
            throw new ParameterException(spec.commandLine(), "--gateways takes a number from 1 to " + MAX_GATEWAYS);
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> environment = System.getenv();
        Path root = HubRoot.find();
        HubHome home = HubHome.of(environment, root);
        HubPorts ports = HubPorts.of(environment, gateways);
        ServiceBuild build = new ServiceBuild(root, isNative);

        try (HubLock lock = takeLock(home)) {
            List<String> stopped = LeftOvers.stop(lock, home);
            if (!stopped.isEmpty()) {
                out.println("Stopped what an earlier hub had left running: " + String.join(", ", stopped));
            }
            checkBuilt(build);
            PortCheck.require(uses(ports), Ports::isFree);
            out.println("Starting Claw Chat Hub" + (backendsOnly ? "'s backends" : "") + " ...");
            ServiceBuild running = backendsOnly ? build : build.copiedTo(home.programs());
            HubParts parts = HubParts.wired(ports, running, home::place, administrator(home, environment));
            RunningHub hub = new RunningHub(home, parts, backendsOnly, out);
            Runtime.getRuntime().addShutdownHook(new Thread(hub::stop, "stop"));
            start(hub);
            out.print(new ReadyText(home, ports, parts, backendsOnly).text((System.nanoTime() - begin) / NANOS));
            out.flush();
            follow(out, parts);
            return 0;
        }
    }

    /** Whoever named a password themselves keeps it themselves. */
    private Map<String, String> administrator(HubHome home, Map<String, String> environment) {
        if (backendsOnly || !environment.getOrDefault("HUB_ADMIN_PASSWORD", "").isBlank()) {
            return Map.of();
        }
        String password = FirstPassword.of(home.adminPassword());
        return password.isEmpty() ? Map.of() : Map.of("hub.admin.password", password);
    }

    static HubLock takeLock(HubHome home) {
        return HubLock.take(home.lock()).orElseThrow(() -> {
            Optional<HubState> state = HubState.read(home.state());
            return new StartException(state.map(running -> "The hub is already running (pid "
                            + running.launcherPid() + "), started at " + running.startedAt()
                            + ". See ./hub status; stop it with ./hub down.")
                    .orElse("The hub is already starting or stopping. See ./hub status."));
        });
    }

    private void checkBuilt(ServiceBuild build) {
        if (!backendsOnly) {
            for (ServiceKind kind : ServiceKind.values()) {
                build.require(kind);
            }
        }
    }

    private List<HubPorts.Use> uses(HubPorts ports) {
        List<HubPorts.Use> uses = new ArrayList<>(ports.backendUses());
        if (!backendsOnly) {
            uses.addAll(ports.serviceUses());
        }
        return uses;
    }

    private static void start(RunningHub hub) {
        try {
            hub.start();
        } catch (StartException e) {
            if (hub.isStopping()) {
                throw new StartException("Stopped while starting.", e);
            }
            hub.stop();
            throw e;
        }
    }

    private void follow(PrintWriter out, HubParts parts) {
        LogFollower follower = new LogFollower(out);
        if (!backendsOnly) {
            for (ServiceProcess service : parts.services()) {
                follower.add("%-9s | ".formatted(service.name()), service.log(), length(service.log()));
            }
        }
        // Ends with the JVM.
        follower.follow();
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
