package io.clawhub.client.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;

/** One run of the command line over a {@link FakeSession}. */
final class CommandLineRun {

    final FakeSession session = new FakeSession();
    String in = "";
    boolean person;
    boolean colours;
    String out;
    String err;

    int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        ChatSession.Factory sessions = settings -> {
            session.settings = settings;
            return session;
        };
        int code = ChatCommand.commandLine(
                        new ChatCommand(sessions, new BufferedReader(new StringReader(in)), person, colours))
                .setOut(new PrintWriter(outText))
                .setErr(new PrintWriter(errText))
                .execute(arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }
}
