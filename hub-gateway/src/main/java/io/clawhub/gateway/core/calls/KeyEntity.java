package io.clawhub.gateway.core.calls;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code service_key}. The key itself is not kept. */
@Entity
@Table(name = "service_key")
class KeyEntity extends PanacheEntityBase {

    @Id
    @Column(name = "key_hash")
    String keyHash;

    @Column(name = "key_id", nullable = false)
    String keyId;

    @Column(name = "service_id", nullable = false)
    String serviceId;

    @Column(name = "consumer_id", nullable = false)
    String consumerId;

    @Column(name = "duration_seconds", nullable = false)
    long durationSeconds;

    @Column(name = "max_calls", nullable = false)
    long maxCalls;

    @Column(name = "calls_left", nullable = false)
    long callsLeft;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    ServiceKey description() {
        return new ServiceKey(keyId, serviceId, consumerId, expiresAt, callsLeft, durationSeconds, maxCalls);
    }
}
