package io.clawhub.events;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Its sender says a message anew. Of several edits the last in the log counts; one of a deleted message counts for nothing.
 *
 * @param changeId names this change
 * @param conversationId the conversation, and the record's key
 * @param messageId the message
 * @param byParticipantId who did it: the message's sender
 * @param content what is said instead: any JSON value
 * @param details what goes with it instead, or null
 * @param audience who hears of it; empty: every member
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageEdited(
        String changeId,
        String conversationId,
        String messageId,
        String byParticipantId,
        JsonNode content,
        MessageDetails details,
        List<String> audience)
        implements MessageChange {

    public MessageEdited {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }
}
