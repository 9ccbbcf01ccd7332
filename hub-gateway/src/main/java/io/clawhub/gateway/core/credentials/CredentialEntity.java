package io.clawhub.gateway.core.credentials;

import java.time.Instant;
import java.util.Locale;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code credential}. */
@Entity
@Table(name = "credential")
class CredentialEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(nullable = false)
    String kind;

    @Column(name = "account_id", nullable = false)
    String accountId;

    @Column(name = "secret_hash", nullable = false)
    String secretHash;

    @Column(nullable = false)
    String hint;

    @Column(nullable = false)
    String origin;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "valid_until")
    Instant validUntil;

    static CredentialEntity of(AccountCredential credential, String secretHash) {
        CredentialEntity row = new CredentialEntity();
        row.id = credential.id();
        row.kind = credential.kind().wireName();
        row.accountId = credential.accountId();
        row.secretHash = secretHash;
        row.hint = credential.hint();
        row.origin = credential.origin();
        row.createdAt = credential.createdAt();
        row.validUntil = credential.validUntil();
        return row;
    }

    AccountCredential credential() {
        return new AccountCredential(
                id,
                CredentialKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                accountId,
                hint,
                origin,
                createdAt,
                validUntil);
    }
}
