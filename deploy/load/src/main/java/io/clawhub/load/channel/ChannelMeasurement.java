package io.clawhub.load.channel;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.clawhub.load.GatewayProcess;

/** The command line. Prints a table; exit code 1 when a reader did not get everything once and in order. */
@Command(
        name = "channel",
        mixinStandardHelpOptions = true,
        description = "Streamed replies: the time from an agent's piece to each of its readers.")
public final class ChannelMeasurement implements Callable<Integer> {

    /** What was wrong is shown for so many of those that came late. */
    private static final int MAX_SHOWN = 20;

    @Option(names = "--runs", defaultValue = "200", description = "Answers that grow at once (${DEFAULT-VALUE}).")
    int runs;

    @Option(names = "--readers", defaultValue = "3", description = "Readers of each (${DEFAULT-VALUE}).")
    int readers;

    @Option(names = "--rate", defaultValue = "50", description = "Pieces a second of each (${DEFAULT-VALUE}).")
    int perSecond;

    @Option(names = "--seconds", defaultValue = "30", description = "How long they grow (${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--per-agent",
            defaultValue = "16",
            description = "Answers of one agent, at most 100 (${DEFAULT-VALUE}).")
    int perAgent;

    @Option(names = "--stalled", defaultValue = "0", description = "Further readers of one run that read nothing.")
    int stalled;

    @Option(names = "--joins", defaultValue = "0", description = "Readers that come at a random moment.")
    int joins;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The gateway (${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--url2", description = "The gateway of those that come late; by default the same.")
    String url2;

    @Option(names = "--pid", split = ",", description = "The gateways' processes, which ./hub status tells.")
    List<Long> pids = List.of();

    @Spec
    CommandSpec spec;

    /** Runs the command line. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new ChannelMeasurement());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        ChannelPlan plan = new ChannelPlan(
                runs, readers, perSecond, seconds, perAgent, stalled, joins, url, url2 == null ? url : url2);
        PrintWriter out = spec.commandLine().getOut();
        out.println(ChannelFigures.heading());
        ChannelFigures floor = measure(plan.floor(), "one run", out);
        ChannelFigures all = measure(plan, runs + " runs", out);
        out.printf(
                Locale.ROOT,
                "%nTo one run: p50 x %.1f, p99 x %.1f%n",
                all.millis(50) / floor.millis(50),
                all.millis(99) / floor.millis(99));
        out.flush();
        return floor.sound() && all.sound() ? 0 : 1;
    }

    private ChannelFigures measure(ChannelPlan plan, String name, PrintWriter out) throws IOException {
        List<GatewayProcess> gateways = pids.stream().map(GatewayProcess::new).toList();
        try (ChannelRun run = new ChannelRun(plan)) {
            long memoryBefore = resident(gateways);
            run.connect();
            double cpuBefore = cpu(gateways);
            long startedNanos = System.nanoTime();
            run.stream();
            double elapsed = (System.nanoTime() - startedNanos) / 1e9;
            double cores = (cpu(gateways) - cpuBefore) / elapsed;
            long memory = resident(gateways);
            ChannelFigures figures = run.figures();
            out.printf(
                    Locale.ROOT,
                    "%s %.0f | %d → %d |%n",
                    figures.row(name),
                    100 * cores,
                    memoryBefore / 1024,
                    memory / 1024);
            figures.wrong().stream().limit(MAX_SHOWN).forEach(out::println);
            out.flush();
            return figures;
        }
    }

    private static double cpu(List<GatewayProcess> gateways) throws IOException {
        double seconds = 0;
        for (GatewayProcess gateway : gateways) {
            seconds += gateway.cpuSeconds();
        }
        return seconds;
    }

    private static long resident(List<GatewayProcess> gateways) throws IOException {
        long kib = 0;
        for (GatewayProcess gateway : gateways) {
            kib += gateway.residentKib();
        }
        return kib;
    }
}
