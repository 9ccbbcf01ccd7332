package io.clawhub.gateway.core.credentials;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * People's passwords. Hashes are computed on a few threads of their own, half as many as there are cores, and a bounded number
 * waits: many logins at once are slow or refused, and slow down nothing else.
 */
@ApplicationScoped
public class Passwords {

    /** Shortest password, characters: what Agent Club's clients check, too. */
    public static final int MIN_LENGTH = 6;

    /** Longest password, characters. */
    public static final int MAX_LENGTH = 256;

    /** A few seconds' worth of work. */
    private static final int MAX_WAITING = 32;

    private static final String UPSERT =
            """
            INSERT INTO password (account_id, hash, changed_at) VALUES (:id, :hash, :now)
            ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at""";

    private final DatabaseContext database;
    private final int rounds;
    private final ExecutorService workers;
    /** Stands for the hash of somebody who has none, so that they take as long to be refused. */
    private final String nobodys;

    Passwords(DatabaseContext database, GatewayConfig config) {
        this.database = database;
        this.rounds = config.accounts().passwordRounds();
        this.nobodys = PasswordHash.ofNobody(rounds);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("password-", 0).daemon().factory());
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /**
     * A password from outside, checked.
     *
     * @throws HubException {@link HubError#MISSING_FIELDS} if it is too short or too long
     */
    public static String checked(String password) {
        if (password == null || password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
            throw new HubException(
                    HubError.MISSING_FIELDS, "password must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        return password;
    }

    /** A password that nobody can guess: 20 characters, 80 random bits. */
    public static String random() {
        return Ids.fresh("", 20);
    }

    /** What is to be kept of this password; fails with {@code RATE_LIMITED} when too many wait for theirs. */
    public Uni<String> hash(String password) {
        return work(() -> PasswordHash.of(password, rounds));
    }

    /** Keeps this hash as the account's. Inside the caller's transaction. */
    public Uni<Void> keep(String accountId, String hash) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(UPSERT)
                        .setParameter("id", accountId)
                        .setParameter("hash", hash)
                        .setParameter("now", DatabaseContext.now())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * The hash that proves that this is the account's password; null if it is not. Who has none, or is nobody, takes as long to
     * be told no. A hash that was made with fewer rounds than are asked for now is made anew.
     *
     * @param accountId whose; null: nobody's
     */
    public Uni<String> prove(String accountId, String password) {
        return database.inSession(() -> PasswordEntity.<PasswordEntity>findById(accountId == null ? "" : accountId)
                        .map(row -> row == null ? nobodys : row.hash))
                .chain(hash -> work(() -> PasswordHash.matches(password, hash))
                        .chain(right -> right
                                ? strengthened(accountId, password, hash)
                                : Uni.createFrom().nullItem()));
    }

    /** Whether the account's password is still the one of this hash. Inside the caller's transaction. */
    public Uni<Boolean> stands(String accountId, String hash) {
        return PasswordEntity.<PasswordEntity>findById(accountId).map(row -> row != null && row.hash.equals(hash));
    }

    private Uni<String> strengthened(String accountId, String password, String before) {
        if (PasswordHash.rounds(before) >= rounds) {
            return Uni.createFrom().item(before);
        }
        return hash(password)
                .chain(hash -> database.inTransaction(() -> PasswordEntity.update(
                                "hash = ?1 where accountId = ?2 and hash = ?3", hash, accountId, before))
                        .map(rows -> rows == 1 ? hash : before))
                .onFailure()
                .recoverWithItem(before);
    }

    private <T> Uni<T> work(Supplier<T> computation) {
        return Uni.createFrom().deferred(() -> {
            Context asker = Vertx.currentContext();
            Uni<T> computed = Uni.createFrom()
                    .item(computation)
                    .runSubscriptionOn(workers)
                    .onFailure(RejectedExecutionException.class)
                    .transform(full -> new HubException(HubError.RATE_LIMITED, "too many logins, please retry"));
            return asker == null ? computed : computed.emitOn(task -> asker.runOnContext(ignored -> task.run()));
        });
    }
}
