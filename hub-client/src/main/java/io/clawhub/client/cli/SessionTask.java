package io.clawhub.client.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that has a session: opened before, closed after it, and closed by Ctrl-C too. */
abstract class SessionTask implements Callable<Integer> {

    @Mixin
    private ClientOptions options;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for the hub. Default: 30.")
    private int timeoutSeconds;

    /** Does it; returns the exit code. */
    abstract int run(ChatSession session, Terminal terminal) throws Exception;

    @Override
    public final Integer call() throws Exception {
        ChatCommand root = (ChatCommand) spec.root().userObject();
        Terminal terminal = root.terminal(spec.commandLine());
        if (timeoutSeconds < 1) {
            throw wrong("--timeout must be at least 1");
        }
        ChatSession session =
                root.sessions().open(options.settings(spec.commandLine(), terminal.in(), apiKey(terminal)));
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread goodbye = new Thread(
                () -> {
                    interrupted.set(true);
                    session.close();
                },
                "goodbye");
        Runtime.getRuntime().addShutdownHook(goodbye);
        try (session) {
            return run(session, terminal);
        } catch (RuntimeException e) {
            if (interrupted.get()) {
                // What the closed session made of the command is no news to whoever pressed Ctrl-C.
                return ExitCode.INTERRUPTED;
            }
            throw e;
        } finally {
            terminal.out().flush();
            unhook(goodbye);
        }
    }

    /** An API key that the command reads itself, or null. */
    String apiKey(Terminal terminal) {
        return null;
    }

    final ClientOptions options() {
        return options;
    }

    final CommandLine command() {
        return spec.commandLine();
    }

    final Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void unhook(Thread goodbye) {
        try {
            Runtime.getRuntime().removeShutdownHook(goodbye);
        } catch (IllegalStateException stopping) {
            // Ctrl-C: the hook runs already, and does what is left to do.
            return;
        }
    }
}
