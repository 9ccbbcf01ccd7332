package io.clawhub.gateway.core.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Secrets;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Sessions and tokens in PostgreSQL. {@link #issue}, {@link #endAll}, {@link #endOldest} and {@link #valid} run inside the caller's transaction,
 * the rest by itself.
 */
@ApplicationScoped
public class CredentialStore {

    private static final String PREFIX = "cr_";
    private static final int DIGITS = 32;
    private static final int HINT = 4;
    private static final int MAX_LISTED = 1_000;

    private final DatabaseContext database;

    /**
     * A new credential.
     *
     * @param secret shown this once
     */
    public record Issued(AccountCredential credential, String secret) {}

    CredentialStore(DatabaseContext database) {
        this.database = database;
    }

    /**
     * Makes a credential.
     *
     * @param life how long it lasts; null: without end
     */
    public Uni<Issued> issue(CredentialKind kind, String accountId, String origin, Duration life) {
        String secret = kind.fresh();
        Instant now = DatabaseContext.now();
        AccountCredential credential = new AccountCredential(
                Ids.fresh(PREFIX, DIGITS),
                kind,
                accountId,
                secret.substring(secret.length() - HINT),
                origin,
                now,
                life == null ? null : now.plus(life));
        return CredentialEntity.of(credential, Secrets.hash(secret))
                .persistAndFlush()
                .replaceWith(new Issued(credential, secret));
    }

    /**
     * Ends all valid credentials of an account but one. {@link Credentials#ended} has to be told of them once this is committed.
     *
     * @param exceptId the one that stays, or null
     * @return the ids of those that ended
     */
    public Uni<List<String>> endAll(String accountId, String exceptId) {
        return endAllBut(accountId, credential -> credential.id().equals(exceptId));
    }

    /** Ends the oldest sessions of an account, so that no more than these many stay; the ids of those that ended. */
    public Uni<List<String>> endOldest(String accountId, int stay) {
        Set<String> staying = new HashSet<>();
        return endAllBut(accountId, credential -> staying.size() < stay && staying.add(credential.id()));
    }

    /** Asks of the newest first. */
    private Uni<List<String>> endAllBut(String accountId, Predicate<AccountCredential> stays) {
        return valid(accountId)
                .map(found -> found.stream()
                        .filter(stays.negate())
                        .map(AccountCredential::id)
                        .toList())
                .call(ids -> ids.isEmpty()
                        ? Uni.createFrom().nullItem()
                        : CredentialEntity.update("validUntil = ?1 where id in ?2", DatabaseContext.now(), ids));
    }

    /** An account's valid credentials, the newest first, 1000 at most. */
    public Uni<List<AccountCredential>> valid(String accountId) {
        return CredentialEntity.<CredentialEntity>find(
                        "accountId = ?1 and (validUntil is null or validUntil > ?2) order by createdAt desc, id",
                        accountId,
                        DatabaseContext.now())
                .page(Page.ofSize(MAX_LISTED))
                .list()
                .map(CredentialStore::credentials);
    }

    /** Valid tokens, the newest first, at most so many. */
    Uni<List<AccountCredential>> tokens(List<String> accountIds) {
        return database.inSession(() -> CredentialEntity.<CredentialEntity>find(
                        "accountId in ?1 and kind = ?2 and (validUntil is null or validUntil > ?3) order by createdAt",
                        accountIds,
                        CredentialKind.TOKEN.wireName(),
                        DatabaseContext.now())
                .list()
                .map(CredentialStore::credentials));
    }

    Uni<List<AccountCredential>> listed(String accountId) {
        return database.inSession(() -> valid(accountId));
    }

    /** The credential whose secret has this hash, ended or not; null if there is none. */
    Uni<AccountCredential> findByHash(String secretHash) {
        return database.inSession(() -> CredentialEntity.<CredentialEntity>find("secretHash", secretHash)
                .firstResult()
                .onItem()
                .ifNotNull()
                .transform(CredentialEntity::credential));
    }

    /** The credential of this id, ended or not; null if there is none. */
    Uni<AccountCredential> find(String id) {
        return database.inSession(() -> CredentialEntity.<CredentialEntity>findById(id)
                .onItem()
                .ifNotNull()
                .transform(CredentialEntity::credential));
    }

    /** Ends one. */
    Uni<Void> end(String id) {
        return database.inTransaction(() -> CredentialEntity.update(
                        "validUntil = ?1 where id = ?2 and (validUntil is null or validUntil > ?1)",
                        DatabaseContext.now(),
                        id)
                .replaceWithVoid());
    }

    /** Makes one last longer, unless it has ended. */
    Uni<Void> prolong(String id, Instant validUntil) {
        return database.inTransaction(() -> CredentialEntity.update(
                        "validUntil = ?1 where id = ?2 and validUntil > ?3", validUntil, id, DatabaseContext.now())
                .replaceWithVoid());
    }

    /** The ids of those that ended after this time. */
    Uni<List<String>> endedSince(Instant time) {
        return database.inSession(() -> CredentialEntity.<CredentialEntity>list(
                        "validUntil > ?1 and validUntil <= ?2", time, DatabaseContext.now())
                .map(rows -> rows.stream().map(row -> row.id).toList()));
    }

    /** Forgets those that ended before this time. */
    Uni<Long> sweep(Instant time) {
        return database.inTransaction(() -> CredentialEntity.delete("validUntil < ?1", time));
    }

    private static List<AccountCredential> credentials(List<CredentialEntity> rows) {
        return rows.stream().map(CredentialEntity::credential).toList();
    }
}
