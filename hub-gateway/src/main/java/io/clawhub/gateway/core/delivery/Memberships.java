package io.clawhub.gateway.core.delivery;

import io.smallrye.mutiny.Uni;

/** Which messages that do not name their audience are for a participant. */
@FunctionalInterface
public interface Memberships {

    /**
     * Makes known what a participant of this gateway is a member of. From its completion on live messages without an audience
     * reach them; their catch-up begins after it, so that nothing is missed between. Fails while the directory is away.
     */
    Uni<Void> load(String participantId);
}
