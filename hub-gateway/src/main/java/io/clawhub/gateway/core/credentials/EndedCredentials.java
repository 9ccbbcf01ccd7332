package io.clawhub.gateway.core.credentials;

import java.time.Duration;
import java.time.Instant;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Looks every second for credentials that have ended: by their time, or by an act that this gateway was not told of. While the
 * database is away the looking waits, and then covers the whole of that time.
 */
@ApplicationScoped
class EndedCredentials {

    private static final Logger LOG = Logger.getLogger(EndedCredentials.class);

    /**
     * Looked at again and again: an act is dated before it is committed, clocks of gateways differ, and a connection may come up
     * just after the end of what it was let in by.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(20);

    /** Longer than any gateway is cut off from the database and yet serves. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final CredentialStore store;
    private final Credentials credentials;
    private volatile Instant lookedAt = DatabaseContext.now();

    EndedCredentials(CredentialStore store, Credentials credentials) {
        this.store = store;
        this.credentials = credentials;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        Instant now = DatabaseContext.now();
        return store.endedSince(lookedAt.minus(OVERLAP))
                .invoke(ids -> {
                    ids.forEach(credentials::forget);
                    lookedAt = now;
                })
                .onFailure()
                .invoke(failure -> LOG.debugf("ended credentials not looked for: %s", failure.getMessage()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "1h", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return store.sweep(DatabaseContext.now().minus(KEPT))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
