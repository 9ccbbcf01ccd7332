package io.clawhub.events;

import java.util.List;

/**
 * Something was done to a message that was said before, in the same conversation and so behind it in the log. Its time is
 * the record's. Repeats carry the same {@code changeId}; the first one counts.
 */
public sealed interface MessageChange extends ChatEvent permits MessageEdited, MessageDeleted, ReactionChanged {

    /** Names this change, {@code chg_} and 32 hex. */
    String changeId();

    /** The message. */
    String messageId();

    /** Who did it. */
    String byParticipantId();

    /** Who may see the message, and so hears of it; empty: every member of the conversation. */
    List<String> audience();
}
