package io.clawhub.gateway.core.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.events.Topics;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Secrets;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Sessions and tokens. What was found lately is believed, and forgotten as soon as it ends, on whichever gateway; beyond that,
 * memory counts only while the database is away, and never longer than the credential is valid. Every answer comes, or fails
 * with {@code DIRECTORY_UNAVAILABLE}, within seconds.
 */
@ApplicationScoped
public class Credentials {

    private static final Logger LOG = Logger.getLogger(Credentials.class);

    private static final int MAX_REMEMBERED = 50_000;
    private static final Duration BELIEVE = Duration.ofSeconds(30);
    /** A session is prolonged once it is so much older than new: not by every request. */
    private static final Duration PROLONG_AFTER = Duration.ofHours(1);

    private final CredentialStore store;
    private final EventLog log;
    private final Instance<EndListener> listeners;
    private final Duration sessionLife;
    private final Cache<String, Known> byHash =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private final Cache<String, Known> byId =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Known(AccountCredential credential, String hash, Instant since) {}

    Credentials(CredentialStore store, EventLog log, @Any Instance<EndListener> listeners, GatewayConfig config) {
        this.store = store;
        this.log = log;
        this.listeners = listeners;
        this.sessionLife = config.accounts().sessionLife();
    }

    /** How long a session lasts after it was last used. */
    public Duration sessionLife() {
        return sessionLife;
    }

    /**
     * The credential of this secret, which counts as used by this; fails with {@code AUTH_FAILED} if there is none, it has
     * ended, or it is of another kind.
     */
    public Uni<AccountCredential> prove(CredentialKind kind, String secret) {
        return Uni.createFrom()
                .deferred(() -> kind.fits(secret) ? byHash(Secrets.hash(secret)) : refused())
                .invoke(this::used);
    }

    /** Whether memory knows this secret to have been valid when it was last asked for: it is no guess. */
    public boolean remembers(CredentialKind kind, String secret) {
        Known known = kind.fits(secret) ? byHash.getIfPresent(Secrets.hash(secret)) : null;
        return known != null && known.credential().isValidAt(Instant.now());
    }

    /** Whether this secret is, as far as memory knows, nobody's and never was. */
    public boolean isUnknown(CredentialKind kind, String secret) {
        return !kind.fits(secret) || byHash.getIfPresent(Secrets.hash(secret)) == null;
    }

    /** Fails with {@code AUTH_FAILED} if this credential has ended: some time may have passed since it was proved. */
    public Uni<Void> check(String credentialId) {
        return byId(credentialId).replaceWithVoid();
    }

    /** When this credential ends unless it is prolonged, null: never. Fails as {@link #check}; from memory, if it was just proved. */
    public Uni<Instant> endOf(String credentialId) {
        return byId(credentialId).map(AccountCredential::validUntil);
    }

    private Uni<AccountCredential> byId(String credentialId) {
        return Uni.createFrom().deferred(() -> asked(byId.getIfPresent(credentialId), () -> store.find(credentialId)));
    }

    private Uni<AccountCredential> byHash(String hash) {
        return asked(byHash.getIfPresent(hash), () -> store.findByHash(hash).invoke(found -> remember(hash, found)));
    }

    /** What memory says while it is believed or the database is away, else what the database says. */
    private static Uni<AccountCredential> asked(Known known, Supplier<Uni<AccountCredential>> question) {
        AccountCredential believed = believed(known);
        if (believed != null) {
            return valid(believed);
        }
        Uni<AccountCredential> asked = question.get();
        return (known == null
                        ? asked
                        : asked.onFailure(Credentials::isUnavailable).recoverWithItem(known.credential()))
                .chain(Credentials::valid);
    }

    private static AccountCredential believed(Known known) {
        return known != null && Instant.now().isBefore(known.since().plus(BELIEVE)) ? known.credential() : null;
    }

    private void remember(String hash, AccountCredential found) {
        if (found == null) {
            return;
        }
        Known known = new Known(found, hash, Instant.now());
        byHash.put(hash, known);
        byId.put(found.id(), known);
    }

    /** The valid sessions and tokens of an account, the newest first. */
    public Uni<List<AccountCredential>> of(String accountId) {
        return store.listed(accountId);
    }

    /** The newest valid token of each of these accounts that has one. */
    public Uni<Map<String, AccountCredential>> tokens(Collection<String> accountIds) {
        return accountIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : store.tokens(List.copyOf(accountIds)).map(found -> found.stream()
                        .collect(Collectors.toMap(AccountCredential::accountId, one -> one, (one, newer) -> newer)));
    }

    /** Ends a session or a token. */
    public Uni<Void> end(String credentialId) {
        return store.end(credentialId).invoke(() -> ended(List.of(credentialId)));
    }

    /** These have ended, and that is committed: every gateway hears of it. */
    public void ended(List<String> credentialIds) {
        for (String id : credentialIds) {
            forget(id);
            DirectoryChanged change = new DirectoryChanged(DirectoryChanged.Entity.CREDENTIAL, id);
            log.publish(Topics.HUB_DIRECTORY, change.key(), change);
        }
    }

    /** This one has ended, here or on another gateway: it is valid no longer, and its connections are closed. */
    public void forget(String credentialId) {
        Known known = byId.asMap().remove(credentialId);
        if (known != null) {
            byHash.invalidate(known.hash());
        }
        listeners.forEach(listener -> listener.ended(credentialId));
    }

    private static Uni<AccountCredential> valid(AccountCredential found) {
        return found != null && found.isValidAt(Instant.now())
                ? Uni.createFrom().item(found)
                : refused();
    }

    private void used(AccountCredential credential) {
        Instant now = DatabaseContext.now();
        if (credential.kind() != CredentialKind.SESSION
                || !credential.validUntil().isBefore(now.plus(sessionLife).minus(PROLONG_AFTER))) {
            return;
        }
        AccountCredential longer = new AccountCredential(
                credential.id(),
                credential.kind(),
                credential.accountId(),
                credential.hint(),
                credential.origin(),
                credential.createdAt(),
                now.plus(sessionLife));
        // Remembered first, so that the requests that follow do not prolong it again.
        byId.asMap().computeIfPresent(credential.id(), (id, known) -> {
            Known later = new Known(longer, known.hash(), known.since());
            byHash.asMap().computeIfPresent(known.hash(), (hash, before) -> later);
            return later;
        });
        store.prolong(longer.id(), longer.validUntil())
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("session not prolonged: %s", failure.getMessage()));
    }

    private static boolean isUnavailable(Throwable failure) {
        return HubException.of(failure).error() == HubError.DIRECTORY_UNAVAILABLE;
    }

    private static Uni<AccountCredential> refused() {
        return Uni.createFrom().failure(new HubException(HubError.AUTH_FAILED, "this session or token is not valid"));
    }
}
