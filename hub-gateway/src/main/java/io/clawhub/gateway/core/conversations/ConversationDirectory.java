package io.clawhub.gateway.core.conversations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Conversations, remembered. Messages of remembered conversations wait for no database. */
@ApplicationScoped
public class ConversationDirectory {

    private static final int MAX_REMEMBERED = 200_000;

    private final ConversationStore store;
    private final Cache<String, Conversation> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    ConversationDirectory(ConversationStore store) {
        this.store = store;
    }

    /** The conversation as memory has it, or null: ask {@link #find} then. */
    public Conversation remembered(String conversationId) {
        return known.getIfPresent(conversationId);
    }

    /** A conversation with its members, or null if there is none. */
    public Uni<Conversation> find(String conversationId) {
        Conversation remembered = remembered(conversationId);
        if (remembered != null) {
            return Uni.createFrom().item(remembered);
        }
        return store.find(conversationId).invoke(found -> {
            if (found != null) {
                known.put(conversationId, found);
            }
        });
    }

    /** Opens a conversation unless it exists. */
    public Uni<Void> open(Conversation conversation) {
        return store.open(conversation).invoke(() -> known.put(conversation.id(), conversation));
    }
}
