package io.clawhub.gateway.protocol.im;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

/** The runs that a connection has open: what {@code stream_begin} said of them counts until {@code stream_end}. */
final class Runs {

    /** Open at the same time. */
    private static final int MAX_OPEN = 100;

    private static final MessageDetails NO_DETAILS = new MessageDetails(null, null, null, null, null, null);

    private final Map<String, RunFrame.Begin> open = new HashMap<>();

    /**
     * A run begins; repeating it changes nothing.
     *
     * @throws HubException {@link HubError#TARGET_REQUIRED} or {@link HubError#RATE_LIMITED}
     */
    MoveRun begin(RunFrame.Begin begin) {
        if (begin.targetId() == null && begin.conversationId() == null) {
            throw new HubException(HubError.TARGET_REQUIRED, "name a conversation or whom it is for");
        }
        if (open.size() >= MAX_OPEN && !open.containsKey(begin.runId())) {
            throw new HubException(HubError.RATE_LIMITED, "too many open runs");
        }
        open.put(begin.runId(), begin);
        return move(begin, 0, RunStep.BEGIN, null, null);
    }

    /** A piece of an open run; fails with {@link HubError#RUN_NOT_FOUND}. */
    MoveRun delta(RunFrame.Delta delta) {
        return move(begun(delta.runId()), delta.seq(), RunStep.DELTA, delta.kind(), delta.text());
    }

    /** The whole text of an open run; fails with {@link HubError#RUN_NOT_FOUND}. */
    MoveRun replace(RunFrame.Replace replace) {
        return move(begun(replace.runId()), replace.seq(), RunStep.REPLACE, null, replace.text());
    }

    /** What {@code stream_begin} said of an open run; fails with {@link HubError#RUN_NOT_FOUND}. */
    RunFrame.Begin begun(String runId) {
        RunFrame.Begin begin = open.get(runId);
        if (begin == null) {
            throw new HubException(HubError.RUN_NOT_FOUND, "begin the run on this connection first");
        }
        return begin;
    }

    /** The run is over, its message in the log. */
    void close(String runId) {
        open.remove(runId);
    }

    /** The message that ends a run; how it ended stands in its metadata unless it is as it should be. */
    static SendMessage message(RunFrame.Begin begin, RunFrame.End end) {
        MessageDetails details = details(begin, end);
        return new SendMessage(
                begin.cmid(),
                begin.targetId(),
                either(end.serviceId(), begin.serviceId()),
                begin.conversationId(),
                TextNode.valueOf(end.text()),
                details,
                false);
    }

    private static MessageDetails details(RunFrame.Begin begin, RunFrame.End end) {
        MessageDetails first = begin.details() == null ? NO_DETAILS : begin.details();
        MessageDetails last = end.details() == null ? NO_DETAILS : end.details();
        return new MessageDetails(
                either(last.kind(), first.kind()),
                either(last.replyTo(), first.replyTo()),
                last.mentions().isEmpty() ? first.mentions() : last.mentions(),
                last.attachments().isEmpty() ? first.attachments() : last.attachments(),
                metadata(either(last.metadata(), first.metadata()), end),
                end.runId());
    }

    private static JsonNode metadata(JsonNode said, RunFrame.End end) {
        if (end.outcome() == RunFrame.Outcome.COMPLETE) {
            return said;
        }
        ObjectNode metadata =
                said instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        metadata.put(MessageDetails.RUN_STATUS, end.outcome().wireName());
        ImCodec.put(metadata, MessageDetails.RUN_REASON, end.reason());
        return metadata;
    }

    private static <T> T either(T first, T second) {
        return first != null ? first : second;
    }

    /** The last piece, once the message is in the log: where it runs is known by then. */
    static MoveRun end(RunFrame.End end, String conversationId) {
        boolean complete = end.outcome() == RunFrame.Outcome.COMPLETE;
        return new MoveRun(
                end.runId(),
                null,
                conversationId,
                null,
                end.seq(),
                complete ? RunStep.END : RunStep.FAIL,
                null,
                complete ? null : end.reason());
    }

    private static MoveRun move(RunFrame.Begin begin, long seq, RunStep step, String kind, String text) {
        boolean begins = step == RunStep.BEGIN;
        String cmid = begins ? begin.cmid() : null;
        String replyTo = begins && begin.details() != null ? begin.details().replyTo() : null;
        return new MoveRun(
                begin.runId(), cmid, replyTo, begin.conversationId(), begin.targetId(), seq, step, kind, text);
    }
}
