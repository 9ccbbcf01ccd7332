package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.events.archive.LoggedMessage;

/** The answer to one command. A refusal is a {@link HubException} instead. */
public sealed interface Reply
        permits Reply.Accepted, Reply.HistoryRead, Reply.Done, ChannelReply, ServiceReply, CallReply, UserReply {

    /**
     * The log has the message. Given only after Kafka confirmed it.
     *
     * @param messageId the hub's id of it
     * @param conversationId where it was said
     * @param seq its position there
     * @param atMillis the log's time of it, milliseconds since the epoch
     * @param delivered whether it was written to a live connection of another member, on any gateway
     */
    record Accepted(String messageId, String conversationId, long seq, long atMillis, boolean delivered)
            implements Reply {}

    /**
     * What was said.
     *
     * @param conversationId the conversation read, or null for all of them
     * @param messages oldest first
     * @param hasMore whether older ones exist
     */
    record HistoryRead(String conversationId, List<LoggedMessage> messages, boolean hasMore) implements Reply {}

    /** It is so. */
    record Done() implements Reply {}
}
