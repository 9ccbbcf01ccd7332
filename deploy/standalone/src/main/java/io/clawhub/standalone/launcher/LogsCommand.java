package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.clawhub.standalone.backends.HubRoot;
import io.clawhub.standalone.process.StartException;

/** {@code ./hub logs SERVICE}: the log of its latest run. */
@Command(name = "logs", description = "Prints the log of one part.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", description = "gateway-1, history, presence, kafka, postgres or redis.")
    private String service;

    @Option(names = "-f", description = "Go on printing what is added.")
    private boolean follow;

    @Override
    public Integer call() throws IOException {
        HubHome home = HubHome.of(System.getenv(), HubRoot.find());
        Path log = home.log("gateway".equals(service) ? "gateway-1" : service);
        List<String> known = known(home.logs());
        if (!known.contains(log.getFileName().toString())) {
            throw new StartException(
                    known.isEmpty()
                            ? "There are no logs in " + home.logs() + " yet. Start the hub with ./hub up"
                            : "There is no log of \"" + service + "\". There are: "
                                    + String.join(", ", known).replace(".log", ""));
        }
        LogFollower follower = new LogFollower(spec.commandLine().getOut()).add("", log, 0);
        if (follow) {
            follower.follow();
        } else {
            follower.once();
        }
        return 0;
    }

    private static List<String> known(Path logs) throws IOException {
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log") && !name.matches(".*\\.\\d+\\.log"))
                    .sorted()
                    .toList();
        }
    }
}
