package io.clawhub.gateway.core.channels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.connections.ClientConnection;

/**
 * One request of one connection that waits to be settled. It is told of outcomes from before the request is made, so
 * that none slips by between the commit and the waiting; those that turn out to be another request's are handed on as
 * the pushes they are.
 */
final class Waiter {

    /** Outcomes of other requests of the same participant that are kept back while this one is made. */
    private static final int MAX_EARLY = 256;

    private final ClientConnection connection;
    private final String requestId;
    private final String freshId;
    private final int maxBuffered;
    private final CompletableFuture<Channel> outcome = new CompletableFuture<>();
    private final List<Early> early = new ArrayList<>();
    private PairChannel pending;

    private record Early(ConversationChanged change, long seq) {}

    /**
     * A request that is about to be made.
     *
     * @param freshId the id that its channel gets, unless the request joins another one
     */
    Waiter(ClientConnection connection, String requestId, String freshId, int maxBuffered) {
        this.connection = connection;
        this.requestId = requestId;
        this.freshId = freshId;
        this.maxBuffered = maxBuffered;
    }

    ClientConnection connection() {
        return connection;
    }

    /** The channel once it is settled. */
    CompletableFuture<Channel> outcome() {
        return outcome;
    }

    /** The request as it was committed, or null as long as it is not. */
    synchronized PairChannel pending() {
        return pending;
    }

    /** Whether this change is the business of the request, or may turn out to be. */
    synchronized boolean takes(ConversationChanged change, long seq) {
        if (outcome.isDone()) {
            return false;
        }
        if (pending == null) {
            if (early.size() >= MAX_EARLY) {
                return false;
            }
            early.add(new Early(change, seq));
            return true;
        }
        return pending.conversationId().equals(change.conversationId()) && settle(change);
    }

    /** The request is committed, or joined another one; its outcome is to come, unless it has come already. */
    synchronized void expect(PairChannel committed) {
        pending = committed;
        if (outcome.isDone()) {
            // Given up in the meantime: what becomes of it is not this connection's news any more.
            connection.gate().toldOutcome(committed.conversationId());
        }
        early.stream()
                .map(Early::change)
                .filter(change -> change.conversationId().equals(committed.conversationId()))
                .findFirst()
                .ifPresent(this::settle);
        handOn();
    }

    String requestId() {
        return requestId;
    }

    String freshId() {
        return freshId;
    }

    /** Settled; only the first time counts. */
    synchronized void settle(Channel channel) {
        if (!outcome.isDone()) {
            // Without an id nobody knows whether the request was committed: it may still be answered.
            connection.gate().toldOutcome(channel.conversationId() == null ? freshId : channel.conversationId());
            outcome.complete(channel);
        }
        handOn();
    }

    synchronized void fail(Throwable refusal) {
        outcome.completeExceptionally(refusal);
        handOn();
    }

    private boolean settle(ConversationChanged change) {
        settle(pending.settledBy(change, requestId));
        return true;
    }

    private void handOn() {
        early.forEach(
                one -> connection.gate().change(new ChannelChanged(one.change()), one.seq(), maxBuffered, () -> {}));
        early.clear();
    }

    /** A rejection that only this connection hears. */
    Channel rejectedHere(Parties asked, String reason) {
        PairChannel known = pending();
        Instant now = Instant.now();
        return new Channel(
                known == null ? null : known.conversationId(),
                ConversationKind.CHANNEL,
                ConversationStatus.REJECTED,
                asked.serviceId(),
                asked.providerId(),
                asked.consumerId(),
                requestId,
                reason,
                known == null ? now : known.requestedAt(),
                now);
    }
}
