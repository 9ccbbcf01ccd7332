package io.clawhub.load.group;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.clawhub.load.GatewayProcess;

/** The command line. Prints a table; exit code 1 when an arrival was missing or disordered or a run ended early. */
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        description = "A large group over two gateways, beside a group of two over the same.")
public final class GroupMeasurement implements Callable<Integer> {

    @Option(names = "--members", defaultValue = "10000", description = "Members (${DEFAULT-VALUE}).")
    int members;

    @Option(
            names = "--connected",
            defaultValue = "100",
            description = "Members connected to each gateway, up to 128 (${DEFAULT-VALUE}).")
    int connected;

    @Option(
            names = "--window",
            defaultValue = "8",
            description = "Messages on their way of each of the two speakers (${DEFAULT-VALUE}).")
    int window;

    @Option(names = "--seconds", defaultValue = "20", description = "Measured time of each run (${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "Seconds before (${DEFAULT-VALUE}).")
    int warmup;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description = "How often; the first is the gateways' first load (${DEFAULT-VALUE}).")
    int rounds;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "A gateway (${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--url2", defaultValue = "http://127.0.0.1:8180", description = "The other (${DEFAULT-VALUE}).")
    String url2;

    @Option(
            names = "--pid",
            split = ",",
            description = "The gateways' processes, which ./hub status tells; the generator's own stands behind them.")
    List<Long> pids = List.of();

    @Spec
    CommandSpec spec;

    /** Runs the command line. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new GroupMeasurement());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<GatewayProcess> processes =
                new ArrayList<>(pids.stream().map(GatewayProcess::new).toList());
        processes.add(new GatewayProcess(ProcessHandle.current().pid()));
        GroupPlan plan = new GroupPlan(members, connected, window, warmup, seconds, List.of(url, url2), processes);
        out.println(GroupFigures.heading());
        boolean sound = true;
        for (int round = 0; round < rounds; round++) {
            GroupFigures two = print(plan.smallest(), out);
            GroupFigures large = print(plan, out);
            sound &= two.isSound() && large.isSound();
            out.printf(
                    Locale.ROOT,
                    "%nlarge against two: %.3f of its msg/s, %.1f times its deliveries/s%n%n",
                    large.perSecond() / two.perSecond(),
                    large.perSecond() * plan.listeners() / two.perSecond());
            out.flush();
        }
        return sound ? 0 : 1;
    }

    private static GroupFigures print(GroupPlan plan, PrintWriter out) {
        GroupFigures figures = GroupRun.run(plan);
        out.println(figures.row(plan));
        if (figures.failure() != null) {
            out.println("ended early: " + figures.failure());
        }
        out.flush();
        return figures;
    }
}
