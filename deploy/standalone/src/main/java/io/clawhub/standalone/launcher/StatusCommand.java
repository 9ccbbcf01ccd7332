package io.clawhub.standalone.launcher;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.clawhub.standalone.backends.HubRoot;
import io.clawhub.standalone.backends.KafkaBackend;
import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.backends.RedisBackend;
import io.clawhub.standalone.launcher.HubState.RunningPart;
import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.services.ServiceBuild;
import io.clawhub.standalone.services.ServiceKind;
import io.clawhub.standalone.services.ServiceProcess;
import io.clawhub.standalone.services.Together;

/** {@code ./hub status}: a line per part; exit code 0 only if the hub runs and all of it is healthy. */
@Command(name = "status", description = "Shows what runs and whether it is healthy.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-10s %8s %7s %-10s %8s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        HubHome home = HubHome.of(System.getenv(), HubRoot.find());
        Optional<HubState> found = HubState.read(home.state());
        if (found.isEmpty()) {
            out.println("The hub is not running. Start it with ./hub up");
            return 1;
        }
        HubState state = found.get();
        boolean launched = state.launcher().isPresent();
        List<RunningPart> parts = state.parts().reversed();
        Map<String, String> health = health(home, parts);

        out.printf(ROW, "PART", "PID", "PORT", "HEALTH", "MEMORY");
        for (RunningPart part : parts) {
            boolean alive = part.process().isPresent();
            out.printf(
                    ROW,
                    part.name(),
                    alive ? part.pid() : "-",
                    part.port(),
                    health.get(part.name()),
                    alive ? memory(part.pid()) : "-");
        }
        if (!launched) {
            out.println("The launcher (pid " + state.launcherPid()
                    + ") is gone, so nothing is watched. ./hub down tidies up; ./hub up does so and starts anew.");
        }
        out.flush();
        return launched && health.values().stream().allMatch("healthy"::equals) ? 0 : 1;
    }

    private static Map<String, String> health(HubHome home, List<RunningPart> parts) {
        Map<String, String> health = new ConcurrentHashMap<>();
        Together.forEach(parts, part -> {
            if (part.process().isEmpty()) {
                health.put(part.name(), "gone");
            } else {
                health.put(part.name(), probe(home, part).answers() ? "healthy" : "unhealthy");
            }
        });
        return health;
    }

    /** Only to ask for its health. */
    private static Part probe(HubHome home, RunningPart part) {
        Place place = home.place(part.name(), part.port());
        return switch (part.name()) {
            case "postgres" -> new PostgresBackend(place);
            case "redis" -> new RedisBackend(place);
            case "kafka" -> new KafkaBackend(place);
            default ->
                new ServiceProcess(
                        part.name(), ServiceKind.GATEWAY, place, new ServiceBuild(home.directory(), false), Map.of());
        };
    }

    private static String memory(long pid) {
        OptionalLong mebibytes = ProcessMemory.residentMebibytes(pid);
        return mebibytes.isPresent() ? mebibytes.getAsLong() + " MB" : "?";
    }
}
