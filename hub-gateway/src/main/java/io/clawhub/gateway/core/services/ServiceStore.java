package io.clawhub.gateway.core.services;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Command.RegisterService;

/** Where services are kept. */
public interface ServiceStore {

    /** The service of this id, or null. */
    Uni<RegisteredService> find(String serviceId);

    /**
     * Registers or updates a service; a new one gets a lobby, which is announced in the log.
     *
     * @return the service, or a failure {@link io.clawhub.gateway.core.HubError#NOT_SERVICE_OWNER} when the id belongs
     *     to another participant
     */
    Uni<RegisteredService> register(String ownerId, RegisterService command);
}
