package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.events.archive.LoggedMessage;

/** The answer to one command. A refusal is a {@link HubException} instead. */
public sealed interface Reply
        permits Reply.Accepted,
                Reply.HistoryRead,
                Reply.Done,
                ChannelReply,
                ServiceReply,
                CallReply,
                UserReply,
                GroupReply,
                PresenceReply {

    /**
     * The log has the message. Given only after Kafka confirmed it.
     *
     * @param messageId the hub's id of it
     * @param conversationId where it was said
     * @param seq its position there
     * @param atMillis the log's time of it, milliseconds since the epoch
     * @param delivered whether it was written to a live connection of another member, on any gateway
     * @param duplicate whether this gateway knows it as a repeat; false says nothing
     */
    record Accepted(
            String messageId, String conversationId, long seq, long atMillis, boolean delivered, boolean duplicate)
            implements Reply {

        /** A first send. */
        public Accepted(String messageId, String conversationId, long seq, long atMillis, boolean delivered) {
            this(messageId, conversationId, seq, atMillis, delivered, false);
        }
    }

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
