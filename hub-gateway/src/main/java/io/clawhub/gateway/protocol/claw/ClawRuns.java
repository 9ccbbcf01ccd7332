package io.clawhub.gateway.protocol.claw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

/**
 * Streaming on one connection: whether its client takes part in it, and the messages it has begun. A run has the id of its
 * message. Used on the event loop only, but for {@link #areDeclared}.
 */
final class ClawRuns {

    /** What a client declares that knows {@code chat_stream}. */
    static final String CAPABILITY = "stream.v1";

    /** Open at the same time. */
    private static final int MAX_OPEN = 100;

    private final int maxText;
    private final Map<String, Run> open = new HashMap<>();
    private volatile boolean declared;

    private static final class Run {
        private final ChatFrame.Stream first;
        private final String target;
        private String text = "";
        private long last;
        private boolean ending;

        Run(ChatFrame.Stream first, String target) {
            this.first = first;
            this.target = target;
        }

        /** All of it with this frame, which may say the whole. */
        String with(ChatFrame.Stream frame) {
            return frame.text() != null ? frame.text() : text + (frame.delta() == null ? "" : frame.delta());
        }
    }

    /** @param maxText how long a message may be: a run that says more has no end */
    ClawRuns(int maxText) {
        this.maxText = maxText;
    }

    /** What the client can do. */
    void declared(Set<String> capabilities) {
        declared |= capabilities.contains(CAPABILITY);
    }

    /** Whether the client knows {@code chat_stream}. */
    boolean areDeclared() {
        return declared;
    }

    /** Whether this message is being streamed. */
    boolean isOpen(String messageId) {
        return messageId != null && open.containsKey(messageId);
    }

    /**
     * What a frame says besides the message that ends its run; nothing if it was said before.
     *
     * @param target whom it is for, an alias resolved
     * @throws HubException {@link HubError#UNKNOWN_TYPE} without the capability; {@link HubError#RUN_NOT_FOUND} when it is not
     *     the first of a run and nothing came before; {@link HubError#CONFLICT} when something is missing in between, or the run
     *     is ending; {@link HubError#TARGET_REQUIRED}, {@link HubError#RATE_LIMITED}, {@link HubError#MESSAGE_TOO_LARGE}
     */
    List<MoveRun> take(ChatFrame.Stream frame, String target) {
        if (!declared) {
            throw new HubException(HubError.UNKNOWN_TYPE, "declare the capability " + CAPABILITY + " first");
        }
        Run known = open.get(frame.messageId());
        Run run = known != null ? known : new Run(frame, target);
        check(frame, run, known == null);
        if (frame.seq() <= run.last) {
            return List.of();
        }
        List<MoveRun> pieces = new ArrayList<>(2);
        if (known == null) {
            open.put(frame.messageId(), run);
            pieces.add(piece(run, 0, RunStep.BEGIN, null));
        }
        if (!frame.done()) {
            run.text = run.with(frame);
            run.last = frame.seq();
            pieces.add(
                    frame.text() != null
                            ? piece(run, run.last, RunStep.REPLACE, frame.text())
                            : piece(run, run.last, RunStep.DELTA, frame.delta()));
        }
        return pieces;
    }

    private void check(ChatFrame.Stream frame, Run run, boolean isNew) {
        if (isNew && frame.seq() != 1 && frame.text() == null) {
            throw new HubException(HubError.RUN_NOT_FOUND, "begin with seq 1, or go on with the whole text");
        }
        if (isNew && run.target == null && frame.channelId() == null) {
            throw new HubException(HubError.TARGET_REQUIRED, "name the channel or another agent");
        }
        if (isNew && open.size() >= MAX_OPEN) {
            throw new HubException(HubError.RATE_LIMITED, "at most " + MAX_OPEN + " messages may be streamed at once");
        }
        if (run.ending) {
            throw new HubException(HubError.CONFLICT, "the message is being ended");
        }
        if (frame.seq() > run.last + 1 && frame.text() == null) {
            throw new HubException(
                    HubError.CONFLICT, "seq " + (run.last + 1) + " is missing: go on with the whole text");
        }
        if (run.with(frame).length() > maxText) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, "a message has at most " + maxText + " bytes");
        }
    }

    /** The message that ends a run: the whole, as this last frame completes it. */
    ChatFrame.Say ended(ChatFrame.Stream frame) {
        Run run = open.get(frame.messageId());
        run.ending = true;
        return new ChatFrame.Say(
                frame.messageId(),
                frame.senderId(),
                run.target,
                run.first.serviceId(),
                run.first.channelId(),
                TextNode.valueOf(run.with(frame)),
                frame.ack());
    }

    /** The message is in the log: the last piece, or null if its run is not open any more. */
    MoveRun accepted(String messageId, String conversationId) {
        Run run = open.remove(messageId);
        return run == null
                ? null
                : new MoveRun(messageId, null, conversationId, null, run.last + 1, RunStep.END, null, null);
    }

    /** The message was refused: the end may be tried again, or the run has failed with this piece; else null. */
    MoveRun refused(String messageId, HubException refusal) {
        Run run = open.get(messageId);
        if (run == null) {
            return null;
        }
        run.ending = false;
        if (refusal.error().retryable()) {
            return null;
        }
        open.remove(messageId);
        return piece(run, run.last + 1, RunStep.FAIL, refusal.error().name());
    }

    private static MoveRun piece(Run run, long seq, RunStep step, String text) {
        String id = run.first.messageId();
        String endedBy = step == RunStep.BEGIN ? id : null;
        return new MoveRun(id, endedBy, run.first.channelId(), run.target, seq, step, null, text);
    }
}
