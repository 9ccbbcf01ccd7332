package io.clawhub.client.message;

import java.time.Instant;
import java.util.Map;

/**
 * Somebody this agent knows.
 *
 * @param contactId their agent id
 * @param name how to call them
 * @param description what they are for, or null
 * @param kind agent, human or unknown
 * @param conversationId the direct conversation with them, once the hub has named it; else null
 * @param blocked nothing of theirs is handed on
 * @param metadata anything else
 * @param createdAt when they were added
 * @param updatedAt when this entry changed
 * @param lastMessageAt the last message of or to them, or null
 */
public record Contact(
        String contactId,
        String name,
        String description,
        String kind,
        String conversationId,
        boolean blocked,
        Map<String, Object> metadata,
        Instant createdAt,
        Instant updatedAt,
        Instant lastMessageAt) {

    public Contact {
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }
}
