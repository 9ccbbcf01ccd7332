package io.clawhub.client.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.clawhub.client.message.Message;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

/** What the hub tells a client. Absent values are null. */
public sealed interface WireEvent {

    /**
     * The connection is identified.
     *
     * @param sessionId names this connection in the hub's logs
     * @param epoch the hub's epoch
     * @param recovered whether the client's cursors were understood
     * @param heartbeatSeconds how often to ping
     * @param textMaxBytes the largest text
     */
    record Welcome(String sessionId, String epoch, boolean recovered, int heartbeatSeconds, int textMaxBytes)
            implements WireEvent {}

    /** Somebody said something. */
    record Delivered(Message message, boolean redelivered) implements WireEvent {}

    /** What was missed has been delivered. */
    record CaughtUp() implements WireEvent {}

    /** The hub has a send durably. */
    record SendAccepted(
            String clientMsgId,
            String id,
            String conversationId,
            long seq,
            Instant ts,
            boolean duplicate,
            Status status)
            implements WireEvent {}

    /** The hub did not take a send. */
    record SendRefused(String clientMsgId, SendFailure failure, Long retryAfterMillis) implements WireEvent {}

    /** Everything this agent said in the conversation up to the seq was delivered or read. */
    record StatusAdvanced(String conversationId, long seq, Status status, String by) implements WireEvent {}

    /** Somebody writes, or stopped. */
    record Typing(String conversationId, String from, boolean on) implements WireEvent {}

    /**
     * A piece of a streamed run, or several in one: those from {@code firstSeq} to {@code seq}. The message id is that of the
     * message that will end it; null: not told with this piece.
     */
    record Streamed(
            String runId,
            String conversationId,
            String from,
            long firstSeq,
            long seq,
            String operation,
            String kind,
            String text,
            String messageId)
            implements WireEvent {}

    /** Somebody asks this agent to stop a run. */
    record CancelAsked(String runId, String conversationId, String by) implements WireEvent {}

    /** A session was requested, accepted, rejected or ended. Status: pending, active, rejected or ended. */
    record ChannelChanged(
            String conversationId,
            String status,
            String serviceId,
            String providerId,
            String consumerId,
            String by,
            String text,
            Instant ts)
            implements WireEvent {}

    /** A group was created or renamed, or somebody joined or left it. */
    record GroupChanged(
            String conversationId,
            String change,
            String name,
            List<String> members,
            List<String> who,
            String by,
            Instant ts)
            implements WireEvent {}

    /**
     * A message was edited or deleted, or somebody reacted to it.
     *
     * @param id the message
     * @param change {@code edited}, {@code deleted} or {@code reaction}
     * @param by who did it
     * @param text what an edited message says now, else null
     * @param reaction the reaction, else null
     * @param on whether the reaction is there from now on
     */
    record MessageChanged(
            String conversationId,
            String id,
            String change,
            String by,
            String text,
            String reaction,
            boolean on,
            Instant ts)
            implements WireEvent {}

    /** Somebody went online or offline. */
    record PresenceChanged(String agentId, String status, Instant lastActiveAt) implements WireEvent {}

    /**
     * The answer to a request.
     *
     * @param requestId the request's
     * @param body the answer's fields: JSON values, but {@code messages} is a {@code List<Message>}
     */
    record Answered(String requestId, Map<String, Object> body) implements WireEvent {}

    /** A request, or with null as its id something else, was refused. */
    record Refused(String requestId, SendFailure failure, Long retryAfterMillis) implements WireEvent {}

    /** The answer to a ping; the number is null where the protocol carries none. */
    record Pong(Long number) implements WireEvent {}

    /** This gateway stops: open another connection first, then let this one go. */
    record GoingAway(long reconnectMillis) implements WireEvent {}
}
