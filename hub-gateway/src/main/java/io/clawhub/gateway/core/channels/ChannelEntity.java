package io.clawhub.gateway.core.channels;

import java.time.Instant;
import java.util.Locale;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.clawhub.events.ConversationStatus;

/** A row of {@code channel}. */
@Entity
@Table(name = "channel")
class ChannelEntity extends PanacheEntityBase {

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Column(name = "service_id")
    String serviceId;

    @Column(name = "provider_id", nullable = false)
    String providerId;

    @Column(name = "consumer_id", nullable = false)
    String consumerId;

    @Column(nullable = false)
    String status;

    @Column(name = "request_id")
    String requestId;

    String said;

    @Column(name = "changed_by")
    String changedBy;

    @Column(name = "requested_at", nullable = false)
    Instant requestedAt;

    @Column(name = "changed_at", nullable = false)
    Instant changedAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    @Column(nullable = false)
    boolean announced;

    @Column(nullable = false)
    int version;

    static ChannelEntity of(PairChannel channel) {
        ChannelEntity row = new ChannelEntity();
        row.conversationId = channel.conversationId();
        row.serviceId = channel.parties().serviceId();
        row.providerId = channel.parties().providerId();
        row.consumerId = channel.parties().consumerId();
        row.requestId = channel.requestId();
        row.requestedAt = channel.requestedAt();
        row.announced = channel.announced();
        row.take(channel);
        return row;
    }

    /** Takes over what a change may change. */
    void take(PairChannel channel) {
        status = channel.status().wireName();
        said = channel.text();
        changedBy = channel.changedBy();
        changedAt = channel.changedAt();
        expiresAt = channel.expiresAt();
        version = channel.version();
    }

    PairChannel channel() {
        return new PairChannel(
                conversationId,
                new Parties(serviceId, providerId, consumerId),
                ConversationStatus.valueOf(status.toUpperCase(Locale.ROOT)),
                requestId,
                said,
                changedBy,
                requestedAt,
                changedAt,
                expiresAt,
                announced,
                version);
    }
}
