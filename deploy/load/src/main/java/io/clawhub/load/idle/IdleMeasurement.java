package io.clawhub.load.idle;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line. Prints a table; exit code 1 when the hub sent a frame unasked, closed a connection or answered
 * wrongly, 2 for bad arguments.
 */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = "A hub at rest: what it sends unasked, and how fast it finds a service among many.")
public final class IdleMeasurement implements Callable<Integer> {

    @Option(names = "--services", defaultValue = "1000", description = "Registered services (${DEFAULT-VALUE}).")
    int services;

    @Option(names = "--connections", defaultValue = "2000", description = "Idle connections (${DEFAULT-VALUE}).")
    int connections;

    @Option(names = "--askers", defaultValue = "4", description = "Who look for services at once (${DEFAULT-VALUE}).")
    int askers;

    @Option(names = "--seconds", defaultValue = "60", description = "Measured time (${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--url", defaultValue = "ws://127.0.0.1:8080/", description = "The hub (${DEFAULT-VALUE}).")
    String url;

    @Option(names = "--pid", description = "The gateway's process, to tell its memory.")
    Long pid;

    @Spec
    CommandSpec spec;

    /** Runs the command line. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new IdleMeasurement());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() {
        IdlePlan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d services, %d idle connections, %d askers, %d s%n", services, connections, askers, seconds);
        memory(out, "before");
        IdleFigures figures = measure(plan, out);
        memory(out, "at the end");
        out.printf("%n%s%n%s%n", IdleFigures.heading(), figures.row());
        out.flush();
        return figures.sound() ? 0 : 1;
    }

    private IdlePlan plan() {
        try {
            return new IdlePlan(services, connections, askers, seconds);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private IdleFigures measure(IdlePlan plan, PrintWriter out) {
        try {
            return IdleRun.run(plan, url, () -> memory(out, "all connected"));
        } catch (CompletionException e) {
            throw new IllegalStateException("The hub at " + url + " cannot be measured: " + e.getCause(), e);
        }
    }

    private void memory(PrintWriter out, String when) {
        if (pid != null) {
            out.printf("gateway's memory, %s: %s%n", when, ResidentMemory.of(pid));
            out.flush();
        }
    }
}
