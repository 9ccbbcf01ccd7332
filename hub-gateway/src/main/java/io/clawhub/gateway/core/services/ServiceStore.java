package io.clawhub.gateway.core.services;

import io.smallrye.mutiny.Uni;

/** Where services are kept. */
public interface ServiceStore {

    /** The service of this id, or null if there is none or it was withdrawn. */
    Uni<RegisteredService> find(String serviceId);

    /**
     * Registers or updates a service; a new one gets a lobby, which is announced in the log.
     *
     * @return the service, or a failure {@link io.clawhub.gateway.core.HubError#NOT_SERVICE_OWNER} when the id belongs
     *     to another participant
     */
    Uni<RegisteredService> register(Registration registration);

    /** How long keys of the service may last; null if there is no such service. */
    Uni<KeyPolicy> keyPolicy(String serviceId);

    /** Whether anybody of this id was ever party of a conversation or owner of a service. */
    Uni<Boolean> isParticipant(String participantId);

    /** Whether this participant may act for the service: as its owner, or with a live connection that offers it. */
    Uni<Boolean> actsFor(String participantId, String serviceId);
}
