package io.clawhub.gateway.core.accounts;

import java.util.Collection;
import java.util.List;

import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Accounts in PostgreSQL. What reads runs by itself; what changes runs inside the caller's transaction, with what else
 * belongs to the act.
 */
@ApplicationScoped
public class AccountStore {

    private static final String BY_CREATION = "order by createdAt, id";
    private static final String AFTER = "createdAt > ?1 or (createdAt = ?1 and id > ?2) " + BY_CREATION;

    private final DatabaseContext database;

    AccountStore(DatabaseContext database) {
        this.database = database;
    }

    Uni<Account> find(String participantId) {
        return database.inSession(() -> account(AccountEntity.findById(participantId)));
    }

    Uni<List<Account>> findAll(Collection<String> participantIds) {
        return database.inSession(
                () -> accounts(AccountEntity.<AccountEntity>list("id in ?1", List.copyOf(participantIds))));
    }

    Uni<Account> findByUsername(String username) {
        return database.inSession(() -> account(byUsername(username)));
    }

    /** By creation; only what was made after this account, unless it is null. */
    Uni<List<Account>> list(int limit, Account after) {
        return database.inSession(() -> accounts((after == null
                        ? AccountEntity.<AccountEntity>find(BY_CREATION)
                        : AccountEntity.<AccountEntity>find(AFTER, after.createdAt(), after.participantId()))
                .page(Page.ofSize(limit))
                .list()));
    }

    /** Adds an account. False, and nothing done, when its name is taken; only one that adds at a time may ask. */
    public Uni<Boolean> add(Account account) {
        return isTaken(account.username())
                .chain(taken -> taken
                        ? Uni.createFrom().item(false)
                        : AccountEntity.of(account).persistAndFlush().replaceWith(true));
    }

    /** Whether somebody has this name. */
    public Uni<Boolean> isTaken(String username) {
        return byUsername(username).map(found -> found != null);
    }

    /** The account as it stands, its row locked until the transaction ends; null if there is none. */
    public Uni<Account> lock(String participantId) {
        return account(AccountEntity.findById(participantId, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Writes what may change of an account: everything but its id, name and time. */
    public Uni<Void> change(Account account) {
        return AccountEntity.<AccountEntity>findById(account.participantId())
                .invoke(row -> row.change(account))
                .chain(row -> row.flush())
                .replaceWithVoid();
    }

    /** Removes an account, and its password with it. */
    public Uni<Void> remove(String participantId) {
        return AccountEntity.deleteById(participantId).replaceWithVoid();
    }

    /** How many administrators there are. */
    public Uni<Long> countAdministrators() {
        return AccountEntity.count("role", Role.ADMIN.wireName());
    }

    private static Uni<AccountEntity> byUsername(String username) {
        return AccountEntity.find("lower(username) = lower(?1)", username).firstResult();
    }

    private static Uni<Account> account(Uni<AccountEntity> row) {
        return row.onItem().ifNotNull().transform(AccountEntity::account);
    }

    private static Uni<List<Account>> accounts(Uni<List<AccountEntity>> rows) {
        return rows.map(found -> found.stream().map(AccountEntity::account).toList());
    }
}
