package io.clawhub.gateway.core.accounts;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code hub_user}. */
@Entity
@Table(name = "hub_user")
class UserEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(nullable = false)
    String name;

    @Column(name = "key_hash", nullable = false)
    String keyHash;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(nullable = false)
    boolean active;

    static UserEntity of(User user, String keyHash) {
        UserEntity row = new UserEntity();
        row.id = user.userId();
        row.name = user.name();
        row.keyHash = keyHash;
        row.createdAt = user.createdAt();
        row.active = user.active();
        return row;
    }

    User user() {
        return new User(id, name, createdAt, active);
    }
}
