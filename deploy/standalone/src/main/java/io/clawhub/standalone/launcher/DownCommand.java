package io.clawhub.standalone.launcher;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.clawhub.standalone.backends.HubRoot;
import io.clawhub.standalone.process.OsProcess;
import io.clawhub.standalone.process.Signal;

/** {@code ./hub down}: stops the hub that runs in another terminal, or what is left of it. */
@Command(name = "down", description = "Stops the running hub.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    /** More than the launcher itself takes at the worst: four groups of 20 s. */
    private static final Duration DEADLINE = Duration.ofSeconds(100);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        HubHome home = HubHome.of(System.getenv(), HubRoot.find());
        Optional<OsProcess> launcher = HubState.read(home.state()).flatMap(HubState::launcher);
        if (launcher.isPresent()) {
            Signal.TERM.send(List.of(launcher.get().pid()));
            if (!launcher.get().awaitExit(DEADLINE)) {
                out.println("The hub (pid " + launcher.get().pid() + ") has not stopped within " + DEADLINE.toSeconds()
                        + " s.");
                return 1;
            }
            out.println("The hub is stopped.");
            return 0;
        }
        Optional<HubLock> lock = HubLock.take(home.lock());
        if (lock.isEmpty()) {
            out.println("The hub is just starting or stopping; try again.");
            return 1;
        }
        try (HubLock held = lock.get()) {
            List<String> stopped = LeftOvers.stop(held, home);
            out.println(
                    stopped.isEmpty()
                            ? "The hub is not running."
                            : "Stopped what an earlier hub had left running: " + String.join(", ", stopped));
            return 0;
        }
    }
}
