package io.clawhub.client.admin;

import java.io.IOException;

import picocli.CommandLine.Option;

import io.clawhub.client.cli.Terminal;

/** Asks before something is gone. */
final class Confirmation {

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    /** Fails unless it is confirmed. */
    void require(Terminal terminal, String what) {
        if (yes) {
            return;
        }
        if (!terminal.interactive()) {
            throw AdminFailure.usage(what + "\nConfirm with --yes.");
        }
        terminal.err().print(what + " Go on? [y/N] ");
        terminal.err().flush();
        try {
            String answer = terminal.in().readLine();
            if (answer == null
                    || !answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y")) {
                throw AdminFailure.here("Nothing was done.");
            }
        } catch (IOException e) {
            throw AdminFailure.here("Nothing was done.");
        }
    }
}
