package io.clawhub.gateway.core.services;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.clawhub.gateway.core.outbox.DatabaseContext;

/** A row of {@code service}. Price and access outlive a registration that does not mention them. */
@Entity
@Table(name = "service")
class ServiceEntity extends PanacheEntityBase {

    static final String DEFAULT_PRICE_UNIT = "次";
    static final long DEFAULT_KEY_SECONDS = 3_600;
    static final long DEFAULT_KEY_CALLS = 100;

    @Id
    String id;

    @Column(name = "owner_id", nullable = false)
    String ownerId;

    @Column(name = "owner_ephemeral", nullable = false)
    boolean ownerEphemeral;

    @Column(name = "conversation_id", nullable = false)
    String conversationId;

    @Column(nullable = false)
    int registration = 1;

    @Column(nullable = false)
    String name;

    @Column(nullable = false)
    String description;

    @Column(nullable = false)
    String[] tags;

    @Column(name = "execution_mode", nullable = false)
    String executionMode;

    @Column(name = "owner_label", nullable = false)
    String ownerLabel;

    BigDecimal price;

    @Column(name = "price_unit", nullable = false)
    String priceUnit = DEFAULT_PRICE_UNIT;

    @Column(nullable = false)
    boolean restricted;

    @Column(name = "allowed_users", nullable = false)
    String[] allowedUsers = {};

    @Column(name = "key_seconds", nullable = false)
    long keySeconds = DEFAULT_KEY_SECONDS;

    @Column(name = "key_calls", nullable = false)
    long keyCalls = DEFAULT_KEY_CALLS;

    @Column(name = "search_text", nullable = false)
    String searchText;

    @Column(nullable = false)
    String document;

    @Column(name = "registered_at", nullable = false)
    Instant registeredAt;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    @Column(name = "withdrawn_at")
    Instant withdrawnAt;

    RegisteredService registered() {
        return new RegisteredService(
                id, ownerId, conversationId, registration, restricted, Set.copyOf(Arrays.asList(allowedUsers)));
    }

    /** Takes a description over. An absent price or list of users leaves what is set. */
    void describe(ServiceDocument read, JsonNode given) {
        name = read.name();
        description = read.description();
        tags = read.tags().toArray(String[]::new);
        executionMode = read.executionMode();
        ownerLabel = read.ownerLabel();
        searchText = read.searchText(id);
        document = given.toString();
        updatedAt = DatabaseContext.now();
        if (read.price() != null) {
            price = read.price();
        }
        if (read.priceUnit() != null) {
            priceUnit = read.priceUnit();
        }
    }

    /** Everybody may use it, or only these. */
    void allow(boolean onlyThese, Iterable<String> users) {
        Set<String> distinct = new TreeSet<>();
        users.forEach(distinct::add);
        restricted = onlyThese;
        allowedUsers = distinct.toArray(String[]::new);
        updatedAt = DatabaseContext.now();
    }

    /** As for a new service: nothing of its last owner's is left. */
    void reset() {
        price = null;
        priceUnit = DEFAULT_PRICE_UNIT;
        allow(false, List.of());
        keySeconds = DEFAULT_KEY_SECONDS;
        keyCalls = DEFAULT_KEY_CALLS;
    }
}
