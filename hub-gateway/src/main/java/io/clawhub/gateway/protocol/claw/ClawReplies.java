package io.clawhub.gateway.protocol.claw;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/**
 * What a client is answered. A plain client of dialect A puts every frame it gets into one queue of messages and dies of
 * one without {@code sender_id} and {@code content}: it is told what it waits for, and nothing else.
 */
final class ClawReplies {

    private static final Logger LOG = Logger.getLogger(ClawReplies.class);

    private static final Runnable NOTHING = () -> {};

    private final OutboundQueue outbound;
    private volatile boolean talkative = true;

    ClawReplies(OutboundQueue outbound) {
        this.outbound = outbound;
    }

    /** Whether errors are told to a client that did not ask a question. */
    void talkative(boolean on) {
        talkative = on;
    }

    /** Sends an answer, with the request's id. */
    void send(FrameHead head, ObjectNode answer) {
        send(head, answer, NOTHING);
    }

    /** Sends an answer, or none if it is null, and then runs what has to wait for it. */
    void send(FrameHead head, ObjectNode answer, Runnable written) {
        if (answer == null) {
            written.run();
            return;
        }
        if (head.requestId() != null) {
            answer.put("request_id", head.requestId());
        }
        outbound.reply(answer.toString(), written);
    }

    /** Says no, in the way that this frame's sender understands. */
    void refuse(FrameHead head, HubException refusal) {
        refuse(head, refusal, NOTHING);
    }

    /** Says no and then runs what has to wait for it. */
    void refuse(FrameHead head, HubException refusal, Runnable written) {
        send(head, refused(head, refusal), written);
    }

    private ObjectNode refused(FrameHead head, HubException refusal) {
        if ("chat_request".equals(head.type())) {
            return ChannelFrames.rejected(refusal);
        }
        if ("chat_history".equals(head.type()) && (!talkative || refusal.error() == HubError.NOT_A_PARTY)) {
            return HistoryFrames.none(refusal);
        }
        if (talkative || head.isQuestion()) {
            return error(refusal);
        }
        LOG.debugf("refused, not told: code=%s", refusal.error());
        return null;
    }

    /** {@code error} is where some clients look for the failure of any answer. */
    private static ObjectNode error(HubException refusal) {
        ObjectNode frame = ClawCodec.frame("error")
                .put("error_code", refusal.error().name())
                .put("message", refusal.getMessage())
                .put("error", refusal.getMessage());
        frame.putObject("details").put("retryable", refusal.error().retryable());
        return frame;
    }
}
