package io.clawhub.gateway.protocol.claw;

import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;

/** Puts a connection's questions to the core, so many at a time, and sees to it that each is answered exactly once. */
final class Asking {

    private static final Logger LOG = Logger.getLogger(Asking.class);

    /** Questions of one connection that may be open at the same time; each is a call to another service or database. */
    private static final int MAX_OPEN = 32;

    private final ClawHub hub;
    private final ClawIdentity identity;
    private final ClawReplies replies;
    private final AtomicInteger open = new AtomicInteger();

    Asking(ClawHub hub, ClawIdentity identity, ClawReplies replies) {
        this.hub = hub;
        this.identity = identity;
        this.replies = replies;
    }

    /** Asks. {@code answered} runs once the answer is on the socket, or at once if this client gets none. */
    void ask(FrameHead head, Question question, Runnable answered) {
        if (open.incrementAndGet() > MAX_OPEN) {
            open.decrementAndGet();
            hub.core().refused(HubError.RATE_LIMITED);
            HubException refusal = new HubException(HubError.RATE_LIMITED, "too many questions at once");
            answer(head, question, null, refusal, answered);
            return;
        }
        try {
            hub.core().dispatch(identity.asker(), question.command(), (reply, refusal) -> {
                open.decrementAndGet();
                answer(head, question, reply, refusal, answered);
            });
        } catch (RuntimeException fault) {
            open.decrementAndGet();
            answer(head, question, null, fault(head, fault), answered);
        }
    }

    private void answer(FrameHead head, Question question, Reply reply, HubException refusal, Runnable answered) {
        if (refusal != null) {
            refuse(head, question, refusal, answered);
            return;
        }
        ObjectNode frame;
        try {
            frame = question.answer().apply(reply);
        } catch (RuntimeException fault) {
            refuse(head, question, fault(head, fault), answered);
            return;
        }
        replies.send(head, frame, answered);
    }

    private void refuse(FrameHead head, Question question, HubException refusal, Runnable answered) {
        if (question.refusal() == null) {
            replies.refuse(head, refusal, answered);
        } else {
            replies.send(head, question.refusal().apply(refusal), answered);
        }
    }

    private HubException fault(FrameHead head, RuntimeException fault) {
        HubException refusal = HubException.of(fault);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.errorf(fault, "question not answered: participantId=%s type=%s", identity.participantId(), head.type());
        }
        hub.core().refused(refusal.error());
        return refusal;
    }
}
