package io.clawhub.client;

import java.util.List;

/** What the hub can tell a client, as far as this client understands it. */
sealed interface Inbound {

    record Chat(Message message) implements Inbound {}

    /** Answer to one send. {@code errorCode} and {@code error} are set with status {@code failed} only. */
    record Ack(String messageId, String status, String channelId, String errorCode, String error, boolean retryable)
            implements Inbound {}

    record ServiceRegistered(String requestId, Registered registered) implements Inbound {}

    record History(String requestId, List<Message> messages) implements Inbound {}

    record Pong() implements Inbound {}

    /** {@code requestId} and {@code messageId} say what it answers; both null: nothing in particular. */
    record Failure(String requestId, String messageId, String code, String message, boolean retryable)
            implements Inbound {}

    /** A frame of a kind this version does not use. */
    record Unknown(String type) implements Inbound {}
}
