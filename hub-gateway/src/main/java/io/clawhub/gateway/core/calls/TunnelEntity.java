package io.clawhub.gateway.core.calls;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code tunnel}. */
@Entity
@Table(name = "tunnel")
class TunnelEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(name = "service_id", nullable = false)
    String serviceId;

    @Column(name = "consumer_id", nullable = false)
    String consumerId;

    @Column(name = "execution_mode", nullable = false)
    String executionMode;

    String endpoint;

    @Column(name = "opened_at", nullable = false)
    Instant openedAt;

    @Column(name = "used_at", nullable = false)
    Instant usedAt;

    Tunnel tunnel() {
        return new Tunnel(id, serviceId, consumerId, executionMode, endpoint, openedAt);
    }
}
