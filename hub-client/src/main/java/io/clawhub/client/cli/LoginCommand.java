package io.clawhub.client.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

import picocli.CommandLine.Command;

/** Keeps an API key for the commands to come. */
@Command(
        name = "login",
        description = {
            "Check an API key with the hub and keep it in the workspace, readable by you alone.",
            "It is asked for, or read from the standard input: it never stands in a command line."
        },
        footer = {
            "",
            "Examples:",
            "  ./hub chat login --agent alice",
            "  ./hub chat login --agent alice < key.txt",
            "A hub as it comes needs no key. Keys are made with POST /api/users {\"name\":\"Alice\"}."
        })
final class LoginCommand extends SessionTask {

    private String key;

    @Override
    String apiKey(Terminal terminal) {
        if (command().getParseResult().hasMatchedOption("--token")) {
            key = options().token(command(), terminal.in());
        } else {
            key = asked(terminal);
        }
        if (key == null || key.isBlank()) {
            throw wrong("There is no API key on the standard input");
        }
        key = key.strip();
        return key;
    }

    @Override
    int run(ChatSession session, Terminal terminal) throws IOException {
        session.connect(timeout());
        session.close();
        StoredKey kept = new StoredKey(options().workspace(command()).resolve("im_client"));
        terminal.out().println(session.agentId() + " is logged in; the key is in " + kept.keep(key));
        return ExitCode.OK;
    }

    private static String asked(Terminal terminal) {
        if (terminal.interactive() && System.console() != null) {
            char[] typed = System.console().readPassword("API key: ");
            return typed == null ? null : new String(typed);
        }
        try {
            return terminal.in().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
