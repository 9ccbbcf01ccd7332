package io.clawhub.gateway.core.outbox;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.EventJson;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A row of {@code outbox}: a chat event that the log does not have yet. */
@Entity
@Table(name = "outbox")
class OutboxEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "record_key", nullable = false)
    String recordKey;

    @Column(nullable = false)
    String type;

    @Column(nullable = false)
    String payload;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    static OutboxEntity of(ChatEvent event) {
        OutboxEntity row = new OutboxEntity();
        row.recordKey = event.conversationId();
        row.type = event.getClass().getSimpleName();
        row.payload = new String(EventJson.write(event), UTF_8);
        row.createdAt = Instant.now();
        return row;
    }
}
