package io.clawhub.gateway.core.presence;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Says who is there, as far as presence-service answers within a second. */
@ApplicationScoped
public class PresenceService {

    private static final Logger LOG = Logger.getLogger(PresenceService.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final PresenceApi api;

    PresenceService(@RestClient PresenceApi api) {
        this.api = api;
    }

    /** Whether this participant is there; unknown when presence does not answer. Never fails. */
    public Uni<Presence> of(String participantId) {
        return Uni.createFrom()
                .deferred(() -> api.of(participantId))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onItem()
                .ifNull()
                .continueWith(() -> Presence.unknown(participantId))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("presence unknown: participantId=%s cause=%s", participantId, failure);
                    return Presence.unknown(participantId);
                });
    }
}
