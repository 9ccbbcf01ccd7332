package io.clawhub.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.WorkspaceLocked;

/** Says what went wrong and what to do about it, in a line or two; the stack only with {@code --verbose}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof ParameterException wrong) {
            return handleParseException(
                    wrong, command.getParseResult().originalArgs().toArray(String[]::new));
        }
        PrintWriter err = command.getErr();
        err.println(told(failure, command));
        if (command.getParseResult().hasMatchedOption("--verbose")) {
            trace(failure, err);
        }
        err.flush();
        return code(failure);
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    static int code(Throwable failure) {
        if (failure instanceof NotConnected) {
            return ExitCode.UNREACHABLE;
        }
        if (failure instanceof WorkspaceLocked) {
            return ExitCode.LOCKED;
        }
        return failure instanceof NotInTime ? ExitCode.NOT_IN_TIME : ExitCode.FAILED;
    }

    private static String told(Exception failure, CommandLine command) {
        // What the hub says may repeat what others said.
        String message = Terminal.harmless(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        if (failure instanceof NotConnected) {
            return "There is no connection to the hub at " + ClientOptions.urlOf(command) + ": " + message
                    + "\nStart one with ./hub up, or name another with --url or HUB_URL.";
        }
        if (failure instanceof WorkspaceLocked) {
            return "The workspace is in use: " + message
                    + "\nEnd that program, or give this one a workspace of its own with --workspace DIRECTORY.";
        }
        if (failure instanceof AuthError) {
            return "The hub does not accept the credential: " + message
                    + "\nStore an API key with \"hub chat login\", or give one in IM_TOKEN; or talk as another --agent.";
        }
        if (failure instanceof ClientException || failure instanceof NotInTime) {
            return message;
        }
        if (failure instanceof UncheckedIOException || failure instanceof IOException) {
            return "Input or output failed: " + message;
        }
        return "This should not have happened: " + Terminal.harmless(failure.toString())
                + "\nWith --verbose there is more.";
    }

    private static void trace(Throwable failure, PrintWriter err) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            err.println(Terminal.harmless(cause.toString()));
            for (StackTraceElement element : cause.getStackTrace()) {
                err.println("    at " + element);
            }
        }
    }
}
