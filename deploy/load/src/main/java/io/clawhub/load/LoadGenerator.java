package io.clawhub.load;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.clawhub.load.floor.FloorRelay;

/**
 * The command line. Prints a table; exit code 1 when a message was lost or out of order or the run ended early, 2 for bad
 * arguments.
 */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Closed loop: each sender keeps WINDOW messages on their way to its receiver.")
public final class LoadGenerator implements Callable<Integer> {

    @Option(names = "--pairs", defaultValue = "20", description = "Senders with a receiver each (${DEFAULT-VALUE}).")
    int pairs;

    @Option(names = "--window", defaultValue = "8", description = "Messages on their way per pair (${DEFAULT-VALUE}).")
    int window;

    @Option(names = "--size", defaultValue = "64", description = "Characters of a message (${DEFAULT-VALUE}).")
    int size;

    @Option(names = "--seconds", defaultValue = "10", description = "Measured time (${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--warmup", defaultValue = "3", description = "Seconds before (${DEFAULT-VALUE}).")
    int warmup;

    @Option(names = "--drain", defaultValue = "20", description = "Seconds to wait at the end (${DEFAULT-VALUE}).")
    int drain;

    @Option(names = "--url", defaultValue = "ws://127.0.0.1:8080/", description = "The hub (${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--url2", description = "Another gateway for the receivers; the same one by default.")
    String url2;

    @Option(names = "--floor", description = "First run the floor: bare sockets and bare Kafka clients, no hub.")
    boolean floor;

    @Option(names = "--floor-only", description = "Run the floor and no hub.")
    boolean floorOnly;

    @Option(
            names = "--bootstrap",
            defaultValue = "127.0.0.1:19092",
            description = "Kafka for the floor (${DEFAULT-VALUE}).")
    String bootstrap;

    @Spec
    CommandSpec spec;

    /** Runs the command line. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new LoadGenerator());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() {
        Plan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d pairs, window %d, %d characters, %d s%n%n", pairs, window, size, seconds);
        out.println(Figures.heading());
        out.flush();
        Figures bare = floor || floorOnly ? runFloor(plan, out) : null;
        Figures hub = floorOnly ? null : run(plan, out);
        if (bare != null && hub != null) {
            out.printf(
                    Locale.ROOT,
                    "%nhub against floor: %.2f of its msg/s, %.1f times its p50%n",
                    hub.perSecond() / bare.perSecond(),
                    hub.p50Millis() / bare.p50Millis());
            out.flush();
        }
        return (bare == null || bare.sound()) && (hub == null || hub.sound()) ? 0 : 1;
    }

    private Plan plan() {
        try {
            return new Plan(pairs, window, size, warmup, seconds, drain);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Figures runFloor(Plan plan, PrintWriter out) {
        try (FloorRelay relay = FloorRelay.start(bootstrap)) {
            return print("floor", ClosedLoop.run(plan, relay.url(), relay.url()), out);
        } catch (CompletionException e) {
            throw new IllegalStateException("The floor needs Kafka at " + bootstrap + ": " + e.getCause(), e);
        }
    }

    private Figures run(Plan plan, PrintWriter out) {
        try {
            return print("hub", ClosedLoop.run(plan, url, url2 == null ? url : url2), out);
        } catch (CompletionException e) {
            throw new IllegalStateException("The hub at " + url + " cannot be reached: " + e.getCause(), e);
        }
    }

    private static Figures print(String run, Figures figures, PrintWriter out) {
        out.println(figures.row(run));
        if (figures.failure() != null) {
            out.println("ended early: " + figures.failure());
        }
        out.flush();
        return figures;
    }
}
