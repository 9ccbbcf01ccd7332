package io.clawhub.gateway.core.conversations;

import java.util.List;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;

/** Conversations, remembered. Messages of remembered conversations wait for no database. */
@ApplicationScoped
public class ConversationDirectory {

    /** Conversations and members remembered, together: a group of ten thousand counts like thousands of pairs. */
    private static final int MAX_REMEMBERED = 600_000;

    private final ConversationStore store;
    private final ActiveChannels channels;
    private final Epochs epochs = new Epochs();
    private final Cache<String, Conversation> known = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED)
            .weigher(ConversationDirectory::weight)
            .build();

    ConversationDirectory(ConversationStore store) {
        this.store = store;
        this.channels = new ActiveChannels(store);
    }

    private static int weight(String id, Conversation conversation) {
        return 1 + conversation.members().size();
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
        return load(conversationId);
    }

    /**
     * The same for somebody who wants to speak there. Memory is not believed when it says that they are no member of a group:
     * who was added a moment ago may come here before the log does.
     */
    public Uni<Conversation> findFor(String conversationId, String participantId) {
        Conversation remembered = remembered(conversationId);
        if (remembered == null || !remembered.isLarge() && !mayBelieve(remembered, participantId)) {
            return load(conversationId);
        }
        // Of a large group not all members are read again for each stranger who tries.
        return mayBelieve(remembered, participantId)
                ? Uni.createFrom().item(remembered)
                : store.version(conversationId)
                        .chain(version -> version > remembered.version()
                                ? load(conversationId)
                                : Uni.createFrom().item(remembered));
    }

    /** The conversation as memory has it, if memory can say whether this participant may speak there; else null. */
    public Conversation rememberedFor(String conversationId, String participantId) {
        Conversation remembered = remembered(conversationId);
        return remembered != null && mayBelieve(remembered, participantId) ? remembered : null;
    }

    private static boolean mayBelieve(Conversation remembered, String participantId) {
        return remembered.kind() != ConversationKind.GROUP || remembered.hasMember(participantId);
    }

    private Uni<Conversation> load(String conversationId) {
        return Uni.createFrom().deferred(() -> {
            long epoch = epochs.of(conversationId);
            return store.find(conversationId).invoke(found -> {
                if (found != null) {
                    known.asMap()
                            .compute(
                                    conversationId,
                                    (id, before) -> epochs.of(conversationId) == epoch ? newer(before, found) : before);
                }
            });
        });
    }

    private static Conversation newer(Conversation before, Conversation found) {
        return before == null || found.version() >= before.version() ? found : before;
    }

    /** This gateway has committed a change of a group, which now stands like this. */
    public void committed(Conversation group) {
        epochs.advance(group.id());
        known.asMap().compute(group.id(), (id, before) -> newer(before, group));
    }

    /**
     * A group changed, on any gateway. Repeats and what this gateway has committed itself change nothing; after a gap the
     * group is forgotten.
     *
     * @return the group as the event left it, as far as it can be known
     */
    public Conversation groupChanged(ChatEvent event) {
        int version = GroupSteps.version(event);
        epochs.advance(event.conversationId());
        Conversation before = remembered(event.conversationId());
        known.asMap().computeIfPresent(event.conversationId(), (id, now) -> {
            if (now.version() >= version) {
                return now;
            }
            return now.version() == version - 1 ? GroupSteps.after(now, event) : null;
        });
        return asLeftBy(event, version, before);
    }

    private static Conversation asLeftBy(ChatEvent event, int version, Conversation before) {
        if (before == null) {
            return GroupSteps.alone(event);
        }
        if (before.version() == version - 1) {
            return GroupSteps.after(before, event);
        }
        return before.version() == version ? before : GroupSteps.alone(event).namedLike(before);
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
