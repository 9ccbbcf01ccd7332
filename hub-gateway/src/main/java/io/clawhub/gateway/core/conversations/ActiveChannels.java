package io.clawhub.gateway.core.conversations;

import java.util.List;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;

import io.clawhub.events.ConversationStatus;

/**
 * The active channels of pairs that talk here, and of providers that name a service only. Loaded once, "none" included,
 * and kept true by the changes in the log.
 */
final class ActiveChannels {

    private static final int MAX_REMEMBERED = 200_000;
    /** More than one is ambiguous, how many more does not matter. */
    private static final int AMBIGUOUS = 2;

    private final ConversationStore store;
    private final Epochs epochs = new Epochs();
    private final Cache<Pair, List<Conversation>> ofPair =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
    private final Cache<Offer, List<Conversation>> ofOffer =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** An unordered pair. */
    private record Pair(String low, String high) {
        static Pair of(String one, String other) {
            return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    private record Offer(String providerId, String serviceId) {}

    ActiveChannels(ConversationStore store) {
        this.store = store;
    }

    /** The channels of a pair, the newest first; null if they must be {@linkplain #load loaded} first. */
    List<Conversation> remembered(String one, String other) {
        return ofPair.getIfPresent(Pair.of(one, other));
    }

    Uni<List<Conversation>> load(String one, String other) {
        return load(ofPair, Pair.of(one, other), store.activeChannels(one, other));
    }

    /** At most two channels of a provider's service; null if they must be {@linkplain #loadOf loaded} first. */
    List<Conversation> rememberedOf(String providerId, String serviceId) {
        return ofOffer.getIfPresent(new Offer(providerId, serviceId));
    }

    Uni<List<Conversation>> loadOf(String providerId, String serviceId) {
        return load(ofOffer, new Offer(providerId, serviceId), store.activeChannelsOf(providerId, serviceId));
    }

    /** Whether the pair of this channel is remembered. */
    boolean knowsPairOf(Conversation channel) {
        return ofPair.getIfPresent(pairOf(channel)) != null;
    }

    /** A channel stands differently now. */
    void changed(Conversation channel) {
        if (channel.status() == ConversationStatus.PENDING) {
            return;
        }
        boolean active = channel.status() == ConversationStatus.ACTIVE;
        Pair pair = pairOf(channel);
        epochs.advance(pair);
        ofPair.asMap()
                .computeIfPresent(pair, (key, before) -> active ? with(channel, before) : without(channel, before));
        if (channel.serviceId() != null) {
            Offer offer = new Offer(channel.inRole(Conversation.PROVIDER), channel.serviceId());
            epochs.advance(offer);
            // Of several channels only two are kept, so the end of one may leave a single one that is not known here.
            ofOffer.asMap().computeIfPresent(offer, (key, before) -> active ? atMostTwo(with(channel, before)) : null);
        }
    }

    private <K> Uni<List<Conversation>> load(
            Cache<K, List<Conversation>> cache, K key, Uni<List<Conversation>> loading) {
        return Uni.createFrom().deferred(() -> {
            long epoch = epochs.of(key);
            return loading.invoke(
                    loaded -> cache.asMap().compute(key, (same, before) -> epochs.of(key) == epoch ? loaded : before));
        });
    }

    private static Pair pairOf(Conversation channel) {
        return Pair.of(channel.inRole(Conversation.PROVIDER), channel.inRole(Conversation.CONSUMER));
    }

    private static List<Conversation> with(Conversation channel, List<Conversation> before) {
        return Stream.concat(Stream.of(channel), without(channel, before).stream())
                .toList();
    }

    private static List<Conversation> without(Conversation channel, List<Conversation> before) {
        return before.stream().filter(one -> !one.id().equals(channel.id())).toList();
    }

    private static List<Conversation> atMostTwo(List<Conversation> channels) {
        return channels.size() <= AMBIGUOUS ? channels : channels.subList(0, AMBIGUOUS);
    }
}
