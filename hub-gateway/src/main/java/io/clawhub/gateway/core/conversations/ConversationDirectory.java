package io.clawhub.gateway.core.conversations;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;

/** Conversations, remembered. Messages of remembered conversations wait for no database. */
@ApplicationScoped
public class ConversationDirectory {

    private static final int MAX_REMEMBERED = 200_000;

    private final ConversationStore store;
    private final ActiveChannels channels;
    private final Epochs epochs = new Epochs();
    private final Cache<String, Conversation> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    ConversationDirectory(ConversationStore store) {
        this.store = store;
        this.channels = new ActiveChannels(store);
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
        long epoch = epochs.of(conversationId);
        return store.find(conversationId).invoke(found -> {
            if (found != null) {
                known.asMap()
                        .compute(conversationId, (id, before) -> epochs.of(conversationId) == epoch ? found : before);
            }
        });
    }

    /** Opens a conversation unless it exists. */
    public Uni<Void> open(Conversation conversation) {
        return store.open(conversation).invoke(() -> known.put(conversation.id(), conversation));
    }

    /** The active channels of two participants, the newest first; null: ask {@link #activeChannels} then. */
    public List<Conversation> rememberedChannels(String one, String other) {
        return channels.remembered(one, other);
    }

    /** The active channels of two participants, asking the store. */
    public Uni<List<Conversation>> activeChannels(String one, String other) {
        return channels.load(one, other);
    }

    /** A provider's active channels under a service, two at most; null: ask {@link #activeChannelsOf} then. */
    public List<Conversation> rememberedChannelsOf(String providerId, String serviceId) {
        return channels.rememberedOf(providerId, serviceId);
    }

    /** A provider's active channels under a service, two at most, asking the store. */
    public Uni<List<Conversation>> activeChannelsOf(String providerId, String serviceId) {
        return channels.loadOf(providerId, serviceId);
    }

    /**
     * A conversation changed, on any gateway. Changes may come twice, and one that this gateway made before older ones
     * from the log: a status never goes back.
     */
    public void changed(ConversationChanged change) {
        if (change.kind() != ConversationKind.CHANNEL) {
            return;
        }
        Conversation now = Conversation.after(change);
        epochs.advance(now.id());
        // Known pairs go on without the database, also in the channel they have just got.
        boolean talksHere = channels.knowsPairOf(now);
        Conversation newest = known.asMap()
                .compute(now.id(), (id, before) -> before == null ? talksHere ? now : null : later(before, now));
        if (newest == null || newest.status() == now.status()) {
            channels.changed(now);
        }
    }

    private static Conversation later(Conversation before, Conversation now) {
        return now.status().compareTo(before.status()) > 0 ? now : before;
    }
}
