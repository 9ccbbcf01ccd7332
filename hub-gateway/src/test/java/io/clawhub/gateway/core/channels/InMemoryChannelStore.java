package io.clawhub.gateway.core.channels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Channels in a map. It can be down (refuses at once) or hang (never answers). */
final class InMemoryChannelStore implements ChannelStore {

    final Map<String, PairChannel> channels = new LinkedHashMap<>();
    final List<ConversationChanged> events = new ArrayList<>();
    String onlyService;
    volatile boolean down;
    volatile boolean hangs;

    @Override
    public Uni<PairChannel> decide(
            String providerId, String consumerId, Function<List<PairChannel>, PairChannel> decision) {
        return answer(() -> written(decision.apply(channels.values().stream()
                .filter(channel -> channel.parties().providerId().equals(providerId)
                        && channel.parties().consumerId().equals(consumerId)
                        && !channel.status().isOver())
                .toList())));
    }

    @Override
    public Uni<PairChannel> change(String conversationId, UnaryOperator<PairChannel> decision) {
        return answer(() ->
                channels.containsKey(conversationId) ? written(decision.apply(channels.get(conversationId))) : null);
    }

    @Override
    public Uni<Integer> expire(Instant now) {
        return answer(() -> {
            int before = events.size();
            List.copyOf(channels.values()).forEach(channel -> written(channel.expired(now)));
            return events.size() - before;
        });
    }

    @Override
    public Uni<List<PairChannel>> pendingOf(String providerId) {
        return answer(() -> channels.values().stream()
                .filter(channel -> channel.parties().providerId().equals(providerId)
                        && channel.status() == ConversationStatus.PENDING)
                .toList());
    }

    @Override
    public Uni<Void> announced(String conversationId) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> prolong(Collection<String> conversationIds, Instant expiresAt) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<String> onlyServiceOf(String providerId) {
        return answer(() -> onlyService);
    }

    private PairChannel written(PairChannel channel) {
        if (channel != null && !channel.equals(channels.put(channel.conversationId(), channel))) {
            events.add(channel.change());
        }
        return channel;
    }

    private <T> Uni<T> answer(Supplier<T> work) {
        if (hangs) {
            return Uni.createFrom().nothing();
        }
        return down
                ? Uni.createFrom().failure(new HubException(HubError.DIRECTORY_UNAVAILABLE, "down"))
                : Uni.createFrom().item(work);
    }
}
