package io.clawhub.gateway.core.accounts;

import java.time.Instant;
import java.util.Locale;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code account}. */
@Entity
@Table(name = "account")
class AccountEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(nullable = false)
    String username;

    @Column(name = "display_name", nullable = false)
    String displayName;

    @Column(nullable = false)
    String avatar;

    @Column(nullable = false)
    String description;

    @Column(nullable = false)
    String role;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    static AccountEntity of(Account account) {
        AccountEntity row = new AccountEntity();
        row.id = account.participantId();
        row.username = account.username();
        row.createdAt = account.createdAt();
        row.change(account);
        return row;
    }

    /** Takes over what may change. */
    void change(Account account) {
        displayName = account.displayName();
        avatar = account.avatar();
        description = account.description();
        role = account.role().wireName();
    }

    Account account() {
        return new Account(
                id, username, displayName, avatar, description, Role.valueOf(role.toUpperCase(Locale.ROOT)), createdAt);
    }
}
