package io.clawhub.gateway.core.messages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent.MessageDelivered;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.log.StreamLog;

/**
 * Senders of this gateway who want to know whether their message was written to a live connection of its target, on
 * whatever gateway. Their records carry this gateway's id; a gateway that writes such a message tells this one. An entry
 * lives from the append to the answer, both bounded by the send time-out.
 */
@ApplicationScoped
public class DeliveryReceipts {

    private final ConcurrentMap<String, CompletableFuture<Boolean>> awaited = new ConcurrentHashMap<>();
    private final String gatewayId;
    private final StreamLog streams;
    private final long waitMillis;

    DeliveryReceipts(GatewayId gatewayId, StreamLog streams, GatewayConfig config) {
        this.gatewayId = gatewayId.value();
        this.streams = streams;
        this.waitMillis = config.delivery().receiptWait().toMillis();
    }

    /** Where receipts for this gateway's senders go. */
    String receiptTo() {
        return gatewayId;
    }

    /** Expects the delivery of a message. The future never fails; give it up with {@link #forget}. */
    CompletableFuture<Boolean> expect(String messageId) {
        return awaited.computeIfAbsent(messageId, id -> new CompletableFuture<>());
    }

    void forget(String messageId) {
        awaited.remove(messageId);
    }

    /**
     * What to do about the delivery of a record, or null if nobody asks, which is the rule.
     *
     * @param messageId the message
     * @param receiptTo the gateway where its sender waits, as the record says, or null
     */
    public Receipt requested(String messageId, String receiptTo) {
        if (receiptTo == null) {
            return null;
        }
        if (!receiptTo.equals(gatewayId)) {
            return foreign(messageId, receiptTo);
        }
        CompletableFuture<Boolean> answer = awaited.get(messageId);
        // Not here, so perhaps elsewhere: a receipt from there takes one more hop than this record did.
        return answer == null
                ? null
                : new Receipt(
                        () -> answer.complete(true),
                        () -> answer.completeOnTimeout(false, waitMillis, TimeUnit.MILLISECONDS));
    }

    private Receipt foreign(String messageId, String receiptTo) {
        AtomicBoolean told = new AtomicBoolean();
        return new Receipt(
                () -> {
                    if (told.compareAndSet(false, true)) {
                        streams.send(new MessageDelivered(messageId, receiptTo));
                    }
                },
                () -> {});
    }

    /** Another gateway wrote the message. */
    public void delivered(MessageDelivered receipt) {
        CompletableFuture<Boolean> answer = awaited.get(receipt.messageId());
        if (answer != null) {
            answer.complete(true);
        }
    }
}
