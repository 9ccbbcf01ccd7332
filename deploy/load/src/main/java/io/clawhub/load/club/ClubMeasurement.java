package io.clawhub.load.club;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.clawhub.load.GatewayProcess;

/** The command line. Prints a table; exit code 1 when a connection was closed or a heartbeat was not answered. */
@Command(
        name = "club",
        mixinStandardHelpOptions = true,
        description = "Idle Agent Club agents: the memory and the processor time that they take.")
public final class ClubMeasurement implements Callable<Integer> {

    @Option(names = "--agents", defaultValue = "2000", description = "Idle agents (${DEFAULT-VALUE}).")
    int agents;

    @Option(names = "--seconds", defaultValue = "120", description = "Measured time (${DEFAULT-VALUE}).")
    int seconds;

    @Option(
            names = "--heartbeat",
            defaultValue = "30",
            description = "Seconds between an agent's heartbeats (${DEFAULT-VALUE}).")
    int heartbeatSeconds;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The hub (${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--pid", required = true, description = "The gateway's process, which ./hub status tells.")
    long pid;

    @Option(names = "--password", required = true, description = "The administrator's, to make the agents.")
    String password;

    @Spec
    CommandSpec spec;

    /** Runs the command line. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new ClubMeasurement());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ClubAccounts accounts = ClubAccounts.logIn(url, password);
        out.printf("making %d agents ...%n", agents);
        out.flush();
        var tokens = accounts.agents(agents);
        GatewayProcess gateway = new GatewayProcess(pid);
        long before = gateway.residentKib();
        try (IdleAgents idle = IdleAgents.connect(url, tokens, heartbeatSeconds)) {
            double cpuBefore = gateway.cpuSeconds();
            long startedNanos = System.nanoTime();
            idle.rest(seconds);
            double elapsed = (System.nanoTime() - startedNanos) / 1e9;
            double cores = (gateway.cpuSeconds() - cpuBefore) / elapsed;
            long after = gateway.residentKib();
            out.printf(
                    "| agents | KiB each | %% of a core | heartbeats | answered | closed |%n|---|---|---|---|---|---|%n");
            out.printf(
                    Locale.ROOT,
                    "| %d | %.1f | %.1f | %d | %d | %d |%n",
                    agents,
                    (double) (after - before) / agents,
                    100 * cores,
                    idle.heartbeats(),
                    idle.answered(),
                    idle.closed());
            out.flush();
            return idle.closed() == 0 && idle.answered() == idle.heartbeats() ? 0 : 1;
        }
    }
}
