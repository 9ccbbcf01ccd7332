package io.clawhub.gateway.core.routing;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.PresenceChanged;
import io.clawhub.gateway.core.log.PresenceReader;
import io.clawhub.gateway.core.presence.PresenceWatch;

/** Hands who comes and goes to those who watch them here. */
@ApplicationScoped
public class PresenceRouter implements PresenceReader {

    private final PresenceWatch watch;

    PresenceRouter(PresenceWatch watch) {
        this.watch = watch;
    }

    @Override
    public boolean isWatched(String participantId) {
        return watch.isWatched(participantId);
    }

    @Override
    public void read(PresenceChanged change) {
        watch.changed(change);
    }
}
