package io.clawhub.gateway.core.attachments;

import java.time.Duration;
import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** How much a participant may upload, on all gateways together. Uploads that run at the same time may pass it by their sizes. */
final class UploadQuota {

    private static final Duration WINDOW = Duration.ofHours(24);

    private final long maxBytes;
    private final DatabaseContext database;

    /** So many bytes in 24 hours; 0: any number. */
    UploadQuota(long maxBytes, DatabaseContext database) {
        this.maxBytes = maxBytes;
        this.database = database;
    }

    /** Fails with {@link HubError#RATE_LIMITED} when the owner has no room for so many bytes more. */
    Uni<Void> check(String ownerId, long more) {
        if (maxBytes == 0) {
            return Uni.createFrom().voidItem();
        }
        Instant since = DatabaseContext.now().minus(WINDOW);
        return database.inSession(() -> Panache.getSession().chain(session -> session.createNativeQuery(
                                "SELECT coalesce(sum(size), 0)::bigint FROM attachment WHERE owner = ?1 AND created_at > ?2",
                                Long.class)
                        .setParameter(1, ownerId)
                        .setParameter(2, since)
                        .getSingleResult()))
                .invoke(used -> {
                    if (used + more > maxBytes || more == 0 && used == maxBytes) {
                        throw new HubException(
                                HubError.RATE_LIMITED,
                                "only " + maxBytes + " bytes may be uploaded in 24 hours, and " + used + " were");
                    }
                })
                .replaceWithVoid();
    }
}
