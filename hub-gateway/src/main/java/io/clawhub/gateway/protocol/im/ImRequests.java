package io.clawhub.gateway.protocol.im;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.Inbox;
import io.clawhub.gateway.websocket.Loop;

/** What an identified connection says, frame by frame. Used on its event loop only; answers come on any thread. */
final class ImRequests {

    private static final Logger LOG = Logger.getLogger(ImRequests.class);

    private static final Runnable NOTHING = () -> {};
    /** Questions that may be open at the same time; each is a call to another service or database. */
    private static final int MAX_QUESTIONS = 32;

    private final ImHub hub;
    private final OutboundQueue outbound;
    private final Inbox inbox;
    private final Loop loop;
    private final Runs runs = new Runs();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Runnable whenAnswered;

    ImRequests(ImHub hub, OutboundQueue outbound, Inbox inbox, Loop loop) {
        this.hub = hub;
        this.outbound = outbound;
        this.inbox = inbox;
        this.loop = loop;
    }

    /**
     * Carries out a frame.
     *
     * @throws HubException if it is refused before the core is asked
     */
    void handle(ClientConnection client, FrameHead head, ImFrame frame) {
        switch (frame) {
            case SessionFrame.Hello hello -> throw new HubException(HubError.CONFLICT, "hello comes first, and once");
            case SessionFrame.Bye bye -> throw new IllegalStateException("the connection's business");
            case SessionFrame.Ping ping -> answer(ImCodec.frame("pong").put("n", ping.number()));
            case SessionFrame.Window window -> hub.core().window(client, window.deliveries());
            case ChatFrame.Send send -> send(client, head, send.command(), accepted -> {});
            case ChatFrame.Moved moved -> tell(client, head, moved.command());
            case ChatFrame.Typing typing -> tell(client, head, typing.command());
            case RunFrame run -> run(client, head, run);
            case AskFrame ask -> ask(client, head, ask);
        }
    }

    /** Runs once everything that was asked is answered. */
    void whenAnswered(Runnable then) {
        whenAnswered = then;
        settle();
    }

    /** Sends an answer. */
    void answer(ObjectNode frame) {
        outbound.reply(frame.toString(), NOTHING);
    }

    private void run(ClientConnection client, FrameHead head, RunFrame frame) {
        switch (frame) {
            case RunFrame.Begin begin -> tell(client, head, runs.begin(begin));
            case RunFrame.Delta delta -> tell(client, head, runs.delta(delta));
            case RunFrame.Replace replace -> tell(client, head, runs.replace(replace));
            case RunFrame.End end -> end(client, head, end);
            case RunFrame.Cancel cancel ->
                tell(client, head, new StreamCommand.CancelRun(cancel.runId(), cancel.conversationId()));
        }
    }

    /** The run stays open until its message is in the log, so that a refused end can be repeated. */
    private void end(ClientConnection client, FrameHead head, RunFrame.End end) {
        RunFrame.Begin begin = runs.begun(end.runId());
        if (end.cmid() != null && !end.cmid().equals(begin.cmid())) {
            throw new HubException(HubError.CONFLICT, "the run was begun under another cmid");
        }
        FrameHead keyed = head.under(begin.cmid());
        send(
                client,
                keyed,
                Runs.message(begin, end),
                accepted -> loop.execute(() -> {
                    runs.close(end.runId());
                    tell(client, FrameHead.NONE, Runs.end(end, accepted.conversationId()));
                }));
    }

    private void send(ClientConnection client, FrameHead head, Command command, Consumer<Reply.Accepted> then) {
        dispatch(client, head, command, reply -> {
            Reply.Accepted accepted = (Reply.Accepted) reply;
            answer(Answers.accepted(head.cmid(), accepted));
            then.accept(accepted);
        });
        // Nothing is dropped while a lane is full: what does not fit stays in the sender's socket.
        if (hub.core().isLaneFull(client, () -> loop.execute(() -> inbox.proceed(Inbox.Wait.LANE)))) {
            inbox.await(Inbox.Wait.LANE);
        }
    }

    /** A command that has no answer but a refusal. */
    private void tell(ClientConnection client, FrameHead head, Command command) {
        dispatch(client, head, command, reply -> {});
    }

    private void ask(ClientConnection client, FrameHead head, AskFrame ask) {
        if (questions.incrementAndGet() > MAX_QUESTIONS) {
            questions.decrementAndGet();
            throw new HubException(HubError.RATE_LIMITED, "too many questions at once");
        }
        boolean asked = false;
        try {
            Command command = ask.command().apply(client.caller().participantId());
            hub.core().dispatch(client, command, counted(head, questions, reply -> answer(Answers.reply(head, reply))));
            asked = true;
        } finally {
            if (!asked) {
                questions.decrementAndGet();
            }
        }
    }

    private void dispatch(ClientConnection client, FrameHead head, Command command, Consumer<Reply> taken) {
        hub.core().dispatch(client, command, counted(head, null, taken));
    }

    /** Counts what is unanswered, and answers exactly once. */
    private BiConsumer<Reply, HubException> counted(FrameHead head, AtomicInteger besides, Consumer<Reply> taken) {
        unanswered.incrementAndGet();
        return (reply, refusal) -> {
            try {
                if (refusal == null) {
                    taken.accept(reply);
                } else {
                    answer(Answers.refused(head, refusal));
                }
            } catch (RuntimeException fault) {
                LOG.errorf(fault, "not answered: type=%s", head.type());
                hub.core().refused(HubError.INTERNAL);
                answer(Answers.refused(head, HubException.of(fault)));
            } finally {
                if (besides != null) {
                    besides.decrementAndGet();
                }
                unanswered.decrementAndGet();
                settle();
            }
        };
    }

    private void settle() {
        Runnable then = whenAnswered;
        if (then != null && unanswered.get() == 0) {
            loop.execute(then);
        }
    }
}
