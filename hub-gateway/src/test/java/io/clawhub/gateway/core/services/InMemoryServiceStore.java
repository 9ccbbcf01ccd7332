package io.clawhub.gateway.core.services;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Command.RegisterService;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Services in a map. */
public final class InMemoryServiceStore implements ServiceStore {

    private final Map<String, RegisteredService> services = new ConcurrentHashMap<>();

    @Override
    public Uni<RegisteredService> find(String serviceId) {
        return Uni.createFrom().item(services.get(serviceId));
    }

    @Override
    public Uni<RegisteredService> register(String ownerId, RegisterService command) {
        RegisteredService service =
                services.computeIfAbsent(command.serviceId(), id -> new RegisteredService(id, ownerId, "ch_" + id));
        return service.ownerId().equals(ownerId)
                ? Uni.createFrom().item(service)
                : Uni.createFrom().failure(new HubException(HubError.NOT_SERVICE_OWNER, "not yours"));
    }
}
