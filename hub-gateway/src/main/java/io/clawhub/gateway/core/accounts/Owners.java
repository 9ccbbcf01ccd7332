package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.accounts.ParticipantStore.Standing;
import io.clawhub.gateway.core.log.EventLog;

/**
 * Whose an id is, remembered. What was asked lately is believed; beyond that, memory counts only while the directory is
 * away.
 */
@ApplicationScoped
class Owners {

    private static final int MAX_REMEMBERED = 100_000;
    private static final long BELIEVE_NANOS = Duration.ofSeconds(30).toNanos();

    private final ParticipantStore store;
    private final EventLog log;
    private final String gatewayId;
    private final LongSupplier nanoClock;
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Known(Standing standing, long sinceNanos) {

        /** Whether it answers this asker: an id without an owner would have to be given to a user who claims it. */
        boolean answers(String userId) {
            return userId == null || standing.userId() != null;
        }
    }

    @Inject
    Owners(ParticipantStore store, EventLog log, GatewayId gatewayId) {
        this(store, log, gatewayId.value(), System::nanoTime);
    }

    Owners(ParticipantStore store, EventLog log, String gatewayId, LongSupplier nanoClock) {
        this.store = store;
        this.log = log;
        this.gatewayId = gatewayId;
        this.nanoClock = nanoClock;
    }

    /**
     * Where an id stands after this user, or nobody (null), has claimed it: one that is free becomes the user's. Asks the
     * store at most once, and writes at most once in an id's life.
     */
    Uni<Standing> claimed(String participantId, String userId) {
        return Uni.createFrom().deferred(() -> {
            Known before = known.getIfPresent(participantId);
            if (before == null || !before.answers(userId)) {
                return ask(participantId, userId);
            }
            return nanoClock.getAsLong() - before.sinceNanos() < BELIEVE_NANOS
                    ? Uni.createFrom().item(before.standing())
                    : ask(participantId, userId)
                            .onFailure(Authenticator::isUnavailable)
                            .recoverWithItem(before.standing());
        });
    }

    /** Somebody changed whose this id is. */
    void forget(String participantId) {
        known.invalidate(participantId);
    }

    private Uni<Standing> ask(String participantId, String userId) {
        return store.find(participantId, gatewayId)
                .chain(found -> userId == null || found.userId() != null || found.heldElsewhere()
                        ? Uni.createFrom().item(found)
                        : own(participantId, userId))
                .invoke(standing -> remember(participantId, standing));
    }

    private Uni<Standing> own(String participantId, String userId) {
        return store.own(participantId, userId).chain(mine -> {
            if (!mine) {
                return store.find(participantId, gatewayId);
            }
            DirectoryChanged change = new DirectoryChanged(DirectoryChanged.Entity.PARTICIPANT, participantId);
            log.publish(Topics.HUB_DIRECTORY, change.key(), change);
            return Uni.createFrom().item(new Standing(userId, false));
        });
    }

    private void remember(String participantId, Standing standing) {
        if (standing.heldElsewhere()) {
            known.invalidate(participantId);
        } else {
            known.put(participantId, new Known(standing, nanoClock.getAsLong()));
        }
    }
}
