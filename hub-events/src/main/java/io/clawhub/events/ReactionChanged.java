package io.clawhub.events;

import java.util.List;

/**
 * Somebody reacts to a message, or takes that back. Each participant has each reaction at most once.
 *
 * @param changeId names this change
 * @param conversationId the conversation, and the record's key
 * @param messageId the message
 * @param byParticipantId whose reaction it is
 * @param reaction usually an emoji; 1 to {@value #MAX_LENGTH} UTF-16 units
 * @param on whether it is there from now on
 * @param audience who hears of it; empty: every member
 */
public record ReactionChanged(
        String changeId,
        String conversationId,
        String messageId,
        String byParticipantId,
        String reaction,
        boolean on,
        List<String> audience)
        implements MessageChange {

    /** The longest reaction, in UTF-16 units. */
    public static final int MAX_LENGTH = 64;

    public ReactionChanged {
        audience = audience == null ? List.of() : List.copyOf(audience);
    }
}
