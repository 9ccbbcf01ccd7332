package io.clawhub.gateway.core.conversations;

import java.util.List;

import io.smallrye.mutiny.Uni;

/** Where conversations are kept. */
public interface ConversationStore {

    /** A conversation with its members, or null if there is none of this id. */
    Uni<Conversation> find(String conversationId);

    /** How many changes a conversation has had, without its members; 0 if there is none of this id. */
    default Uni<Integer> version(String conversationId) {
        return find(conversationId).map(found -> found == null ? 0 : found.version());
    }

    /**
     * Opens the conversation unless it exists, and announces it in the log if this call opened it. Concurrent calls on
     * any gateway open it once. Completes after the commit and an attempt to publish.
     */
    Uni<Void> open(Conversation conversation);

    /** The active channels of two participants, whichever of them is the provider; the newest first, 100 at most. */
    Uni<List<Conversation>> activeChannels(String one, String other);

    /** Active channels of a provider under this service: none, the only one, or two of several. */
    Uni<List<Conversation>> activeChannelsOf(String providerId, String serviceId);
}
