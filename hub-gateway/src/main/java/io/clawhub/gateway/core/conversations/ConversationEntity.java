package io.clawhub.gateway.core.conversations;

import java.time.Instant;
import java.util.Locale;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.clawhub.events.ConversationKind;

/** A row of {@code conversation}. */
@Entity
@Table(name = "conversation")
class ConversationEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(nullable = false)
    String kind;

    @Column(name = "service_id")
    String serviceId;

    @Column(name = "opened_at", nullable = false)
    Instant openedAt;

    String name;

    /** Counts the changes of a group. */
    @Column(nullable = false)
    int version;

    /** When the last member left, or null. */
    @Column(name = "ended_at")
    Instant endedAt;

    ConversationKind conversationKind() {
        return ConversationKind.valueOf(kind.toUpperCase(Locale.ROOT));
    }
}
