package io.clawhub.gateway.core.services;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code service}. */
@Entity
@Table(name = "service")
class ServiceEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(name = "owner_id", nullable = false)
    String ownerId;

    @Column(name = "conversation_id", nullable = false)
    String conversationId;

    @Column(nullable = false)
    String name;

    @Column(nullable = false)
    String description;

    @Column(nullable = false)
    String document;

    @Column(name = "registered_at", nullable = false)
    Instant registeredAt;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    RegisteredService registered() {
        return new RegisteredService(id, ownerId, conversationId);
    }
}
