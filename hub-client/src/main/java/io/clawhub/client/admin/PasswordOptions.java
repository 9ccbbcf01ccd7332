package io.clawhub.client.admin;

import java.io.IOException;

import picocli.CommandLine.Option;

import io.clawhub.client.cli.Terminal;

/** A password on the command line, or better not there. */
final class PasswordOptions {

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "Others on this machine may see what stands in a command line: prefer --password-stdin.")
    private String password;

    @Option(names = "--password-stdin", description = "Read the password from the standard input.")
    private boolean fromInput;

    /** What was given, or null. */
    String given(Terminal terminal) {
        if (password != null && fromInput) {
            throw AdminFailure.usage("--password and --password-stdin do not go together");
        }
        return fromInput ? line(terminal) : password;
    }

    /** What was given, or what somebody types. */
    String asked(Terminal terminal) {
        String given = given(terminal);
        if (given != null) {
            return given;
        }
        if (!terminal.interactive() || System.console() == null) {
            throw AdminFailure.usage("Give the password by --password-stdin");
        }
        char[] typed = System.console().readPassword("Password: ");
        if (typed == null) {
            throw AdminFailure.usage("There is no password");
        }
        return new String(typed);
    }

    private static String line(Terminal terminal) {
        try {
            String line = terminal.in().readLine();
            if (line == null || line.isEmpty()) {
                throw AdminFailure.usage("There is no password on the standard input");
            }
            return line;
        } catch (IOException e) {
            throw AdminFailure.here("The standard input cannot be read: " + e.getMessage());
        }
    }
}
