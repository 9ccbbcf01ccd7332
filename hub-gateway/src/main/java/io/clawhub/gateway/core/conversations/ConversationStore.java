package io.clawhub.gateway.core.conversations;

import io.smallrye.mutiny.Uni;

/** Where conversations are kept. */
public interface ConversationStore {

    /** A conversation with its members, or null if there is none of this id. */
    Uni<Conversation> find(String conversationId);

    /**
     * Opens the conversation unless it exists, and announces it in the log if this call opened it. Concurrent calls on
     * any gateway open it once. Completes after the commit and an attempt to publish.
     */
    Uni<Void> open(Conversation conversation);
}
