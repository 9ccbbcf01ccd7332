package io.clawhub.gateway.core.credentials;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code password}. */
@Entity
@Table(name = "password")
class PasswordEntity extends PanacheEntityBase {

    @Id
    @Column(name = "account_id")
    String accountId;

    @Column(nullable = false)
    String hash;

    @Column(name = "changed_at", nullable = false)
    Instant changedAt;
}
