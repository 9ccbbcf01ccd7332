package io.clawhub.client.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.wire.WireEvent;

/** Prints what comes. A message counts as handled once it is printed; what could not be printed comes again. */
@Command(
        name = "listen",
        description = "Print messages as they come, until Ctrl-C; first those that came meanwhile.",
        footer = {
            "",
            "Examples:",
            "  ./hub chat listen --agent bob",
            "  ./hub chat listen --agent bob --json | jq -r .text",
            "  ./hub chat listen --agent bob --once      (waits for one message)"
        })
final class ListenCommand extends SessionTask {

    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Option(
            names = "--once",
            arity = "0..1",
            fallbackValue = "1",
            defaultValue = "0",
            paramLabel = "N",
            description = "End after N messages, or after one.")
    private int once;

    @Option(names = "--events", description = "Also print as JSON when a session is requested, accepted or ended.")
    private boolean events;

    /** Why the hub will not be tried again. */
    private final AtomicReference<Throwable> ended = new AtomicReference<>();

    @Override
    int run(ChatSession session, Terminal terminal) {
        if (once < 0) {
            throw wrong("--once must be at least 1");
        }
        session.onChannel(change -> channel(change, session.agentId(), terminal));
        AtomicBoolean listening = new AtomicBoolean();
        AtomicBoolean lost = new AtomicBoolean();
        session.onConnection((state, cause) -> {
            if (state == ConnectionState.BACKOFF && listening.get()) {
                lost.set(true);
                terminal.err().println(terminal.dim("The connection is lost; trying again ..."));
            } else if (state == ConnectionState.ONLINE && lost.getAndSet(false)) {
                terminal.err().println(terminal.dim("The connection is back."));
            } else if (state == ConnectionState.FAILED) {
                ended.compareAndSet(null, cause == null ? new NotConnected("the hub ended the connection") : cause);
            }
        });
        session.connect(timeout());
        listening.set(true);
        terminal.err().println(terminal.dim("Listening as " + session.agentId() + "."));
        terminal.err().flush();
        int left = once == 0 ? Integer.MAX_VALUE : once;
        while (left > 0) {
            List<PendingMessage> batch = session.pending(Math.min(left, 100), AckMode.MANUAL);
            for (PendingMessage pending : batch) {
                if (!printed(pending, terminal)) {
                    batch.stream().map(PendingMessage::receipt).forEach(session::release);
                    return ExitCode.FAILED;
                }
                session.complete(pending.receipt());
            }
            left = once == 0 ? left : left - batch.size();
            if (batch.isEmpty()) {
                throwIfEnded();
                session.waitPending(A_WHILE);
            }
        }
        return ExitCode.OK;
    }

    /** What came before it is printed first. */
    private void throwIfEnded() {
        if (ended.get() instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** False when nobody reads any more, as with {@code | head}. */
    private boolean printed(PendingMessage pending, Terminal terminal) {
        terminal.out()
                .println(
                        json
                                ? MessageJson.line(MessageJson.of(pending.message()))
                                : MessageText.of(pending.message(), terminal));
        return !terminal.out().checkError();
    }

    private void channel(WireEvent.ChannelChanged change, String me, Terminal terminal) {
        if (events) {
            terminal.out().println(MessageJson.line(MessageJson.of(change)));
            terminal.out().flush();
        } else if (!json && "pending".equals(change.status()) && me.equals(change.providerId())) {
            terminal.err()
                    .println(Terminal.line(change.consumerId()) + " asks for a session: ./hub chat accept --agent " + me
                            + " " + Terminal.line(change.conversationId()));
        }
    }
}
