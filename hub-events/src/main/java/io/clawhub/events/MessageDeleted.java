package io.clawhub.events;

import java.util.List;

/**
 * What a message said is taken back, for ever; that it was said stays.
 *
 * @param changeId names this change
 * @param conversationId the conversation, and the record's key
 * @param messageId the message
 * @param byParticipantId who did it: the message's sender, or the owner of its group
 * @param audience who hears of it; empty: every member
 */
public record MessageDeleted(
        String changeId, String conversationId, String messageId, String byParticipantId, List<String> audience)
        implements MessageChange {

    public MessageDeleted {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }
}
