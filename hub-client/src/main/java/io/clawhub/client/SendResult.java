package io.clawhub.client;

/**
 * What became of a send.
 *
 * @param status {@code delivered} (the hub has it durably and wrote it to a connection of the target), {@code pending}
 *     (durable, the target is offline) or, from a client without acks, {@code sent} (written to the socket, no more)
 * @param messageId the id it was sent under
 * @param channelId the conversation the hub filed it in; null with {@code sent}
 */
public record SendResult(String status, String messageId, String channelId) {

    /** Written to the socket; nothing is known about the hub. */
    public static final String SENT = "sent";
    /** Durable and written to a connection of the target. */
    public static final String DELIVERED = "delivered";
    /** Durable; the target gets it when it connects. */
    public static final String PENDING = "pending";
}
