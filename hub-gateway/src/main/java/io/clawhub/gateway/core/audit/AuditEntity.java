package io.clawhub.gateway.core.audit;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.clawhub.gateway.core.audit.AuditEntry.Actor;

/** A row of {@code audit}. */
@Entity
@Table(name = "audit")
class AuditEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(nullable = false)
    Instant at;

    @Column(name = "actor_id", nullable = false)
    String actorId;

    @Column(name = "actor_name", nullable = false)
    String actorName;

    @Column(nullable = false)
    String origin;

    @Column(nullable = false)
    String act;

    @Column(name = "subject_id", nullable = false)
    String subjectId;

    @Column(name = "subject_name", nullable = false)
    String subjectName;

    @Column(nullable = false)
    String details;

    AuditEntry entry() {
        return new AuditEntry(id, at, new Actor(actorId, actorName, origin), act, subjectId, subjectName, details);
    }
}
