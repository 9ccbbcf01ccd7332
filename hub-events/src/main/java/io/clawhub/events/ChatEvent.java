package io.clawhub.events;

/** Something that happened in a conversation. Published to {@link Topics#CHAT_EVENTS}, keyed by conversation id. */
public sealed interface ChatEvent
        permits MessageAccepted,
                MessageChange,
                ConversationOpened,
                ConversationChanged,
                MemberJoined,
                MemberLeft,
                HistoryCleared {

    /** The conversation it happened in: the record's key, and so the unit of order. */
    String conversationId();
}
