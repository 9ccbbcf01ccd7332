package io.clawhub.gateway.core.media;

import java.time.Duration;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.outbox.DatabaseContext;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The keys that sign links, from the database, remembered: read at the start and then every minute. */
@ApplicationScoped
class MediaKeys {

    private static final Logger LOG = Logger.getLogger(MediaKeys.class);

    /** More are not looked at: each costs a signature for every link that is none. */
    private static final int MAX_KEYS = 8;

    private static final Duration START = Duration.ofSeconds(10);

    private final DatabaseContext database;
    private volatile List<byte[]> keys = List.of();

    MediaKeys(DatabaseContext database) {
        this.database = database;
    }

    /** The newest first; empty while the database has not been reached. */
    List<byte[]> newestFirst() {
        return keys;
    }

    void start(@Observes StartupEvent starting) {
        try {
            read().await().atMost(START);
        } catch (RuntimeException e) {
            LOG.warnf("links to files are not signed yet: %s", e.getMessage());
        }
    }

    /** Those that are known stay when the database is away. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return read().onFailure()
                .invoke(failure -> LOG.warnf("the keys of links were not read: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> read() {
        return database.inSession(() -> Panache.getSession().chain(session -> session.createNativeQuery(
                                "SELECT secret FROM media_key ORDER BY id DESC LIMIT " + MAX_KEYS, String.class)
                        .getResultList()))
                .invoke(secrets -> keys = secrets.stream()
                        .map(secret -> secret.getBytes(US_ASCII))
                        .toList())
                .replaceWithVoid();
    }
}
