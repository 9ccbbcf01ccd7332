package io.clawhub.gateway.core.messages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Senders of this gateway who want to know whether their message was written to a live connection of its target. An
 * entry lives from the append to the answer, both bounded by the send time-out.
 */
@ApplicationScoped
public class DeliveryReceipts {

    private final ConcurrentMap<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();

    /** Expects the delivery of a message. The future never fails; give it up with {@link #forget}. */
    CompletableFuture<Boolean> expect(String messageId) {
        return awaited.computeIfAbsent(messageId, id -> new CompletableFuture<>());
    }

    void forget(String messageId) {
        awaited.remove(messageId);
    }

    /** Who waits for this message's delivery, or null, which is the rule. */
    public CompletableFuture<Boolean> awaiting(String messageId) {
        return awaited.isEmpty() ? null : awaited.get(messageId);
    }
}
