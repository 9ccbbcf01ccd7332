package io.clawhub.gateway.core.administration;

import java.util.List;
import java.util.Locale;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.accounts.AccountStore;
import io.clawhub.gateway.core.accounts.Attempts;
import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.credentials.CredentialKind;
import io.clawhub.gateway.core.credentials.CredentialStore;
import io.clawhub.gateway.core.credentials.CredentialStore.Issued;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.core.credentials.Passwords;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * What people do with their own accounts. A wrong name, a wrong password and the name of an agent have one answer, after one
 * time. All fail with {@code DIRECTORY_UNAVAILABLE} while the database is away.
 */
@ApplicationScoped
public class Logins {

    /** Sessions of one person; another one ends the oldest. */
    static final int MAX_SESSIONS = 50;

    private static final int MAX_REGISTRATIONS_A_MINUTE = 10;

    private final AccountDirectory directory;
    private final AccountStore accounts;
    private final Passwords passwords;
    private final CredentialStore sessions;
    private final Credentials credentials;
    private final Makers makers;
    private final Announcer announcer;
    private final DatabaseContext database;
    private final MeterRegistry metrics;
    private final boolean registration;
    private final Lockouts lockouts = new Lockouts(System::nanoTime);
    private final Attempts registrations = new Attempts(MAX_REGISTRATIONS_A_MINUTE, System::nanoTime);

    /**
     * Somebody has logged in.
     *
     * @param secret the session's, shown this once
     */
    public record LoggedIn(Account account, String secret) {}

    private record Opened(Issued session, List<String> ended) {}

    Logins(
            Parts parts,
            Passwords passwords,
            CredentialStore sessions,
            Makers makers,
            Announcer announcer,
            MeterRegistry metrics,
            GatewayConfig config) {
        this.directory = parts.directory();
        this.accounts = parts.accounts();
        this.credentials = parts.credentials();
        this.database = parts.database();
        this.passwords = passwords;
        this.sessions = sessions;
        this.makers = makers;
        this.announcer = announcer;
        this.metrics = metrics;
        this.registration = config.accounts().registration();
    }

    /** Whether people may make accounts for themselves. */
    public boolean isRegistrationOpen() {
        return registration;
    }

    /** Opens a session; fails with {@code AUTH_FAILED}, or {@code RATE_LIMITED} after too many wrong passwords. */
    public Uni<LoggedIn> login(String username, String password, String origin) {
        return Uni.createFrom()
                .deferred(() -> {
                    lockouts.check(username, origin);
                    // What nobody can be called is not asked for: PostgreSQL would not take a U+0000.
                    return ProfileText.mayBeUsername(username)
                            ? directory.findByUsername(username)
                            : Uni.createFrom().nullItem();
                })
                .chain(account -> prove(account, password)
                        .chain(hash -> hash == null
                                ? wrong(username, origin)
                                : open(account, hash, origin).invoke(done -> lockouts.succeeded(username, origin))))
                .invoke(done -> count("ok"))
                .onFailure()
                .invoke(failure -> count(HubException.of(failure).error().name().toLowerCase(Locale.ROOT)));
    }

    /** Makes a person's account and opens a session; fails with {@code ACCESS_DENIED}, {@code MISSING_FIELDS}, {@code CONFLICT}. */
    public Uni<LoggedIn> register(String username, String password, String displayName, String origin) {
        return Uni.createFrom().deferred(() -> {
            if (!registration) {
                throw new HubException(HubError.ACCESS_DENIED, "registration is closed; ask an administrator");
            }
            Account fresh = makers.person(username, displayName, Role.USER);
            Passwords.checked(password);
            if (registrations.areUsedUp(origin)) {
                throw new HubException(HubError.RATE_LIMITED, "too many registrations, try again in a minute");
            }
            registrations.count(origin);
            return passwords.hash(password).chain(hash -> database.inTransaction(
                            () -> makers.add(fresh).chain(() -> passwords.keep(fresh.participantId(), hash)))
                    .chain(() -> open(fresh, hash, origin)));
        });
    }

    /** Ends a session. */
    public Uni<Void> logout(String sessionId) {
        return credentials.end(sessionId);
    }

    /** Changes a person's own profile; null or a blank name: as it was. */
    public Uni<Account> changeProfile(String accountId, String displayName, String avatar) {
        return database.inTransaction(() -> makers.locked(accountId).chain(before -> {
                    Account after = new Account(
                            before.participantId(),
                            before.username(),
                            ProfileText.displayName(displayName, before.displayName()),
                            ProfileText.avatar(avatar, before.avatar()),
                            before.description(),
                            before.role(),
                            before.createdAt());
                    return accounts.change(after).replaceWith(after);
                }))
                .invoke(after -> announcer.changed(accountId));
    }

    /** Changes a person's own password, and ends their other sessions; fails with {@code AUTH_FAILED} if the old one is wrong. */
    public Uni<Void> changePassword(Account account, String sessionId, String old, String fresh, String origin) {
        return Uni.createFrom()
                .deferred(() -> {
                    Passwords.checked(fresh);
                    lockouts.check(account.username(), origin);
                    return prove(account, old);
                })
                .chain(hash -> hash == null ? wrong(account.username(), origin) : passwords.hash(fresh))
                .chain(hash -> database.inTransaction(() -> makers.locked(account.participantId())
                        .chain(() -> passwords.keep(account.participantId(), hash))
                        .chain(() -> sessions.endAll(account.participantId(), sessionId))))
                .invoke(announcer::ended)
                .replaceWithVoid();
    }

    private Uni<String> prove(Account account, String password) {
        return passwords.prove(account == null || account.isAgent() ? null : account.participantId(), password);
    }

    private Uni<LoggedIn> open(Account account, String hash, String origin) {
        String id = account.participantId();
        // The password may have been changed, or the account removed, since it was looked at.
        return database.inTransaction(() -> makers.locked(id)
                        .chain(() -> passwords.stands(id, hash))
                        .chain(stands -> stands ? sessions.endOldest(id, MAX_SESSIONS - 1) : refused())
                        .chain(ended -> sessions.issue(CredentialKind.SESSION, id, origin, credentials.sessionLife())
                                .map(session -> new Opened(session, ended))))
                .invoke(opened -> announcer.ended(opened.ended()))
                .map(opened -> new LoggedIn(account, opened.session().secret()));
    }

    private <T> Uni<T> wrong(String username, String origin) {
        lockouts.failed(username, origin);
        return refused();
    }

    private static <T> Uni<T> refused() {
        return Uni.createFrom().failure(new HubException(HubError.AUTH_FAILED, "wrong username or password"));
    }

    private void count(String result) {
        metrics.counter("hub.logins", "result", result).increment();
    }
}
