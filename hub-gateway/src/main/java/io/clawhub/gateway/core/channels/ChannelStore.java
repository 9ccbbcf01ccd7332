package io.clawhub.gateway.core.channels;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.smallrye.mutiny.Uni;

/**
 * Where channels are kept. A change is committed together with its event, and published before the call completes if
 * the log answers. Decisions run inside the transaction, must be pure, and may refuse by a
 * {@link io.clawhub.gateway.core.HubException}.
 */
interface ChannelStore {

    /**
     * Decides about a provider and a consumer, one decision at a time over all gateways.
     *
     * @param decision from their pending and active channels, the oldest first, to the one that is to be stored: a fresh
     *     one, a changed one, one as it is, or null for none
     * @return what the decision gave
     */
    Uni<PairChannel> decide(String providerId, String consumerId, Function<List<PairChannel>, PairChannel> decision);

    /** Changes a channel, or gives null if there is none of this id. */
    Uni<PairChannel> change(String conversationId, UnaryOperator<PairChannel> decision);

    /** Changes what has expired, in this gateway's part of the work; the number changed, at most a batch. */
    Uni<Integer> expire(Instant now);

    /** Requests that wait for this provider, the oldest first, 100 at most. */
    Uni<List<PairChannel>> pendingOf(String providerId);

    /** A request reached a connection of its provider. */
    Uni<Void> announced(String conversationId);

    /** Something was said in these channels: they expire then, if they are still active. */
    Uni<Void> prolong(Collection<String> conversationIds, Instant expiresAt);

    /** The id of the only service that this participant offers, or null. */
    Uni<String> onlyServiceOf(String providerId);
}
