package io.clawhub.standalone.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.clawhub.standalone.process.StartException;

/**
 * The entry point of {@code ./hub}. Building, testing and the overview of commands are the script's own work, before any
 * of this exists.
 */
@Command(
        name = "hub",
        description =
                "Runs Claw Chat Hub on this machine: gateway, history, presence, and their Kafka, PostgreSQL, Redis.",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            LogsCommand.class,
            DemoCommand.class,
            CheckCommand.class
        })
public final class HubCommand {
    private HubCommand() {}

    /** Exits with the code described in this package's documentation. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new HubCommand()).setExecutionExceptionHandler((exception, commandLine, parsed) -> {
            if (exception instanceof StartException) {
                commandLine.getErr().println(exception.getMessage());
                return 1;
            }
            throw exception;
        });
    }
}
