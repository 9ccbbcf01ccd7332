package io.clawhub.client.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.clawhub.client.message.Message;

/** Prints what was said. */
@Command(
        name = "history",
        description = "Print what was said, oldest first: from this disk, or with --remote from the hub too.",
        footer = {
            "",
            "Examples:",
            "  ./hub chat history --agent alice bob",
            "  ./hub chat history --agent alice bob --remote --limit 500 --json"
        })
final class HistoryCommand extends SessionTask {

    private static final int MOST = 500;

    @Parameters(index = "0", paramLabel = "OTHER", description = "An agent, or a conversation's id.")
    private String other;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The newest N, 500 at most. Default: 50.")
    private int limit;

    @Option(
            names = "--before",
            paramLabel = "MESSAGE",
            description = "Only what was said before the message with this id.")
    private String before;

    @Option(names = "--remote", description = "Ask the hub for what is missing here.")
    private boolean remote;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Override
    int run(ChatSession session, Terminal terminal) {
        if (limit < 1 || limit > MOST) {
            throw wrong("--limit must be 1 to " + MOST);
        }
        if (remote) {
            session.connect(timeout());
        }
        List<Message> messages = session.history(Target.of(other), limit, before, remote);
        for (Message message : messages) {
            terminal.out()
                    .println(json ? MessageJson.line(MessageJson.of(message)) : MessageText.of(message, terminal));
        }
        if (messages.isEmpty() && !json) {
            terminal.err()
                    .println("Nothing with " + other + " is kept here" + (remote ? "." : "; --remote asks the hub."));
        }
        return ExitCode.OK;
    }
}
