package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.events.archive.LoggedMessage;

/** The answer to one command. A refusal is a {@link HubException} instead. */
public sealed interface Reply {

    /**
     * The log has the message. Given only after Kafka confirmed it.
     *
     * @param messageId the hub's id of it
     * @param conversationId where it was said
     * @param seq its position there
     * @param atMillis the log's time of it, milliseconds since the epoch
     * @param delivered whether it was written to a live connection of another member on this gateway
     */
    record Accepted(String messageId, String conversationId, long seq, long atMillis, boolean delivered)
            implements Reply {}

    /**
     * The service is offered.
     *
     * @param serviceId the service
     * @param conversationId its lobby
     */
    record ServiceRegistered(String serviceId, String conversationId) implements Reply {}

    /**
     * What was said.
     *
     * @param conversationId the conversation read, or null for all of them
     * @param messages oldest first
     * @param hasMore whether older ones exist
     */
    record HistoryRead(String conversationId, List<LoggedMessage> messages, boolean hasMore) implements Reply {}
}
