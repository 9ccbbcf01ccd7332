package io.clawhub.client.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;

/** Two people at two terminals, or a pipe that says something. */
@Command(
        name = "talk",
        description = {
            "Talk with somebody: shows what was said, who is there and who writes; what you type is sent.",
            "Ends with Ctrl-D, /quit or Ctrl-C. In a pipe every line is a message, and it ends when the hub has them all."
        },
        footer = {
            "",
            "Examples:",
            "  ./hub chat talk --agent alice bob",
            "  ./hub chat talk --agent alice gc_0123456789abcdef0123456789abcdef",
            "  printf 'one\\ntwo\\n' | ./hub chat talk --agent alice bob"
        })
final class TalkCommand extends SessionTask {

    /** Lines of a pipe that may be on their way; fewer than a client keeps. */
    private static final int MAX_UNDERWAY = 200;

    @Parameters(index = "0", paramLabel = "OTHER", description = "An agent, or a conversation's id.")
    private String other;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show the last N messages first. Default: 20.")
    private int shown;

    /** The first connection is there: before it, trouble with it is the command's failure, and no note. */
    private volatile boolean talking;

    private final Outstanding outstanding = new Outstanding();

    @Override
    int run(ChatSession session, Terminal terminal) throws IOException, InterruptedException {
        Target target = Target.of(other);
        TalkScreen screen = new TalkScreen(terminal);
        if (terminal.interactive() && shown > 0) {
            session.history(target, shown, null, false)
                    .forEach(message -> terminal.out().println(MessageText.of(message, terminal)));
        }
        listen(session, target, screen, terminal.interactive());
        session.connect(timeout());
        talking = true;
        if (target.agentId() != null && terminal.interactive()) {
            session.watchPresence(target.agentId(), change -> screen.note(change.agentId() + " is " + change.status()));
        }
        screen.prompt();
        for (String line = terminal.in().readLine();
                line != null && !isQuit(line, terminal);
                line = terminal.in().readLine()) {
            if (!line.isBlank()) {
                say(session, target, line, screen, terminal.interactive());
            }
            screen.typed();
        }
        return finish(screen);
    }

    private void listen(ChatSession session, Target target, TalkScreen screen, boolean person) {
        session.onMessage(message -> {
            screen.message(message);
            // Nobody has read what went into a pipe.
            if (person && target.includes(message) && message.direction() == Direction.IN) {
                session.markRead(message.conversationId(), message.seq());
            }
        });
        session.onStatus(message -> {
            outstanding.update(message);
            screen.status(message);
        });
        session.onTyping(typing -> {
            if (typing.on() && !typing.from().equals(session.agentId())) {
                screen.note(typing.from() + " is writing \u2026");
            }
        });
        session.onConnection((state, cause) -> {
            if (state == ConnectionState.BACKOFF && talking) {
                screen.note("the connection is lost; what you say is kept and sent later");
            } else if (state == ConnectionState.ONLINE) {
                screen.note("connected as " + session.agentId());
            } else if (state == ConnectionState.FAILED) {
                screen.trouble("The hub ended the connection" + (cause == null ? "." : ": " + cause.getMessage()));
            }
        });
    }

    private static boolean isQuit(String line, Terminal terminal) {
        return terminal.interactive() && "/quit".equals(line.strip());
    }

    private void say(ChatSession session, Target target, String line, TalkScreen screen, boolean person)
            throws InterruptedException {
        if (!outstanding.awaitAtMost(MAX_UNDERWAY, timeout())) {
            throw notInTime();
        }
        String clientMsgId = "talk-" + UUID.randomUUID();
        outstanding.begin(clientMsgId);
        try {
            Message queued = session.send(target.say(line).withClientMsgId(clientMsgId), Wait.QUEUED, timeout());
            outstanding.update(queued);
        } catch (ClientException e) {
            outstanding.forget(clientMsgId);
            if (!person) {
                throw e;
            }
            screen.trouble("not sent: " + e.getMessage());
        }
    }

    private int finish(TalkScreen screen) throws InterruptedException {
        if (!outstanding.awaitAtMost(0, timeout())) {
            throw notInTime();
        }
        if (outstanding.failed() > 0) {
            screen.trouble("The hub refused " + outstanding.failed() + " of the messages.");
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }

    private NotInTime notInTime() {
        Duration limit = timeout();
        return new NotInTime("Messages that are not with the hub after " + limit.toSeconds() + " s: "
                + outstanding.waiting()
                + ". They are kept, and sent when this agent is connected the next time.");
    }
}
