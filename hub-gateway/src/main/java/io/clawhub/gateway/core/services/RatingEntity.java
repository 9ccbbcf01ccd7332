package io.clawhub.gateway.core.services;

import java.io.Serializable;
import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A row of {@code service_rating}. */
@Entity
@Table(name = "service_rating")
@IdClass(RatingEntity.Key.class)
class RatingEntity extends PanacheEntityBase {

    @Id
    @Column(name = "service_id")
    String serviceId;

    @Id
    @Column(name = "participant_id")
    String participantId;

    @Column(nullable = false)
    int score;

    @Column(nullable = false)
    String comment;

    @Column(nullable = false)
    String[] tags;

    @Column(name = "rated_at", nullable = false)
    Instant ratedAt;

    /** The primary key. */
    record Key(String serviceId, String participantId) implements Serializable {}
}
