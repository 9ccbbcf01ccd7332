package io.clawhub.client.cli;

import picocli.CommandLine.Option;

import io.clawhub.client.ChannelOutcome;

/** A command about a session between a consumer and a provider. */
abstract class ChannelTask extends SessionTask {

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "What to say about it.")
    private String message;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /** Asks the hub. */
    abstract ChannelOutcome settle(ChatSession session, String message);

    @Override
    final int run(ChatSession session, Terminal terminal) {
        session.connect(timeout());
        ChannelOutcome settled = settle(session, message);
        if (json) {
            terminal.out().println(MessageJson.line(MessageJson.of(settled)));
        } else {
            String id = settled.conversationId() == null ? "" : " " + settled.conversationId();
            String reason = settled.reason() == null ? "" : ": " + Terminal.line(settled.reason());
            terminal.out().println(settled.status() + id + reason);
        }
        return code(settled);
    }

    /** Whether it went as the command meant. */
    int code(ChannelOutcome settled) {
        return ExitCode.OK;
    }
}
