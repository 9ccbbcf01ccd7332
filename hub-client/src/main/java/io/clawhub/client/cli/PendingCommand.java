package io.clawhub.client.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.PendingMessage;

/** Prints what waits to be handled. */
@Command(
        name = "pending",
        description = "Print the messages that wait to be handled, oldest first.",
        footer = {
            "",
            "Examples:",
            "  ./hub chat pending --agent bob             (only looks)",
            "  ./hub chat pending --agent bob --complete  (they are handled then)"
        })
final class PendingCommand extends SessionTask {

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Option(names = "--complete", description = "They are handled once they are printed.")
    private boolean complete;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N. Default: 100.")
    private int limit;

    @Override
    int run(ChatSession session, Terminal terminal) {
        if (limit < 1) {
            throw wrong("--limit must be at least 1");
        }
        boolean offline = !connected(session, terminal);
        List<PendingMessage> all = session.pending(limit, complete ? AckMode.MANUAL : AckMode.PEEK);
        for (PendingMessage pending : all) {
            terminal.out()
                    .println(
                            json
                                    ? MessageJson.line(MessageJson.of(pending))
                                    : MessageText.of(pending.message(), terminal));
            if (complete && !terminal.out().checkError()) {
                session.complete(pending.receipt());
            }
        }
        if (all.isEmpty() && !json) {
            terminal.err().println("Nothing is pending.");
        }
        return offline ? ExitCode.UNREACHABLE : ExitCode.OK;
    }

    /** What came before can be read without a hub. */
    private boolean connected(ChatSession session, Terminal terminal) {
        try {
            session.connect(timeout());
            return true;
        } catch (NotConnected e) {
            terminal.err()
                    .println("There is no connection to the hub (" + Terminal.line(String.valueOf(e.getMessage()))
                            + "): only what is here already.");
            return false;
        }
    }
}
