package io.clawhub.events.archive;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.clawhub.events.ConversationKind;

/**
 * Where a message stands and who said it.
 *
 * @param messageId the hub's id of it
 * @param conversationId its conversation
 * @param kind the conversation's kind
 * @param seq its position there
 * @param at its time
 * @param senderId who said it
 * @param audience who may see it; empty: every member of the conversation
 * @param deletedAt when it was deleted, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FoundMessage(
        String messageId,
        String conversationId,
        ConversationKind kind,
        long seq,
        Instant at,
        String senderId,
        List<String> audience,
        Instant deletedAt) {

    public FoundMessage {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }
}
