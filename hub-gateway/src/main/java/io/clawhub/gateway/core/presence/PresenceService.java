package io.clawhub.gateway.core.presence;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * Where these are, in the order asked for; each of them is unknown when presence does not answer. Never fails.
     *
     * @param participantIds 500 at most
     */
    public Uni<List<Presence>> of(List<String> participantIds) {
        // A blank id is nobody's, and presence-service would refuse the others with it.
        List<String> asked =
                participantIds.stream().filter(id -> !id.isBlank()).distinct().toList();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(inOrder(participantIds, List.of()));
        }
        return Uni.createFrom()
                .deferred(() -> api.of(new PresenceApi.Question(asked)))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(answer -> inOrder(participantIds, answer.presences()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("presence unknown: participants=%d cause=%s", asked.size(), failure);
                    return inOrder(participantIds, List.of());
                });
    }

    private static List<Presence> inOrder(List<String> participantIds, List<Presence> answers) {
        Map<String, Presence> byId = new HashMap<>();
        answers.forEach(presence -> byId.put(presence.participantId(), presence));
        return participantIds.stream()
                .map(id -> byId.getOrDefault(id, Presence.unknown(id)))
                .toList();
    }
}
