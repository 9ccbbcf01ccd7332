package io.clawhub.gateway.core.accounts;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/**
 * Ids that clients made for themselves, each held by one connection. Those of this gateway are known here; the table
 * tells the other gateways, which believe it as long as this gateway's lease is valid.
 */
@ApplicationScoped
class Reservations {

    private static final Logger LOG = Logger.getLogger(Reservations.class);

    /** Releases that wait for the directory; what is beyond goes when this gateway's lease does. */
    private static final int MAX_UNRELEASED = 100_000;

    private static final int RELEASES_AT_ONCE = 16;

    private final ParticipantStore store;
    private final String gatewayId;
    private final NamedParticipants named;
    /** Participant to connection. */
    private final ConcurrentMap<String, String> held = new ConcurrentHashMap<>();

    private final ConcurrentMap<Released, Boolean> unreleased = new ConcurrentHashMap<>();

    private record Released(String participantId, String connectionId) {}

    @Inject
    Reservations(ParticipantStore store, GatewayId gatewayId, NamedParticipants named) {
        this(store, gatewayId.value(), named);
    }

    Reservations(ParticipantStore store, String gatewayId, NamedParticipants named) {
        this.store = store;
        this.gatewayId = gatewayId;
        this.named = named;
    }

    /** Whether a connection of this gateway other than this one holds the id. */
    boolean isHeldByOther(String participantId, String connectionId) {
        String holder = held.get(participantId);
        return holder != null && !holder.equals(connectionId);
    }

    /** Reserves an id; fails with {@code IDENTITY_MISMATCH} or {@code DIRECTORY_UNAVAILABLE}. */
    Uni<Void> reserve(String participantId, String userId, String connectionId) {
        return Uni.createFrom().deferred(() -> {
            String holder = held.putIfAbsent(participantId, connectionId);
            if (holder != null && !holder.equals(connectionId)) {
                return taken(participantId);
            }
            // Looked at after the id was put down: who claims it by name from now on finds it held.
            Uni<Void> answer = named.isConnected(participantId)
                    ? taken(participantId)
                    : store.reserve(participantId, userId, gatewayId, connectionId)
                            .chain(mine -> mine ? Uni.createFrom().voidItem() : taken(participantId));
            return answer.onFailure().invoke(failure -> {
                if (holder != null) {
                    return;
                }
                if (Authenticator.isUnavailable(failure)) {
                    // It may stand nevertheless.
                    release(participantId, connectionId);
                } else {
                    held.remove(participantId, connectionId);
                }
            });
        });
    }

    /** The connection is gone. Takes effect here at once, and for others as soon as the directory knows. */
    void release(String participantId, String connectionId) {
        if (!held.remove(participantId, connectionId)) {
            return;
        }
        Released released = new Released(participantId, connectionId);
        if (unreleased.size() < MAX_UNRELEASED) {
            unreleased.put(released, true);
        }
        store(released).subscribe().with(done -> {}, failure -> LOG.debugf("release is repeated later: %s", failure));
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> retryReleases() {
        List<Released> next =
                unreleased.keySet().stream().limit(RELEASES_AT_ONCE).toList();
        if (next.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.join()
                .all(next.stream().map(this::store).toList())
                .andFailFast()
                .chain(this::retryReleases)
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return store.sweep(gatewayId)
                .onFailure()
                .invoke(failure -> LOG.debugf("reservations not swept: %s", failure))
                .onFailure()
                .recoverWithItem(0)
                .replaceWithVoid();
    }

    private Uni<Void> store(Released released) {
        return store.release(released.participantId(), gatewayId, released.connectionId())
                .invoke(done -> unreleased.remove(released));
    }

    private static Uni<Void> taken(String participantId) {
        LOG.infof("identity mismatch: participantId=%s", participantId);
        return Uni.createFrom()
                .failure(new HubException(
                        HubError.IDENTITY_MISMATCH, "this id is in use by another connection or agent"));
    }
}
