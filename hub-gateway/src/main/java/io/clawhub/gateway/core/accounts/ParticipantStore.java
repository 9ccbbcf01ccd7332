package io.clawhub.gateway.core.accounts;

import io.smallrye.mutiny.Uni;

/**
 * Whose an id is, and which connection holds one that belongs to nobody. Every answer comes, or fails with
 * {@code DIRECTORY_UNAVAILABLE}, within seconds.
 */
interface ParticipantStore {

    /**
     * What is known of an id.
     *
     * @param userId the user it belongs to, or null
     * @param heldElsewhere whether a connection of another live gateway has reserved it
     */
    record Standing(String userId, boolean heldElsewhere) {}

    /** What is known of this id. */
    Uni<Standing> find(String participantId, String gatewayId);

    /** Gives an id to a user unless it has one. True if this call did it. */
    Uni<Boolean> own(String participantId, String userId);

    /**
     * Reserves an id for a connection; what the same gateway, or one that is gone, holds is taken over.
     *
     * @param userId the user who asks, or null
     * @return false when a connection of another live gateway holds it, or it belongs to another user
     */
    Uni<Boolean> reserve(String participantId, String userId, String gatewayId, String connectionId);

    /** Ends a reservation, if it still is this connection's. */
    Uni<Void> release(String participantId, String gatewayId, String connectionId);

    /** Removes what other gateways held that are gone. */
    Uni<Integer> sweep(String gatewayId);
}
