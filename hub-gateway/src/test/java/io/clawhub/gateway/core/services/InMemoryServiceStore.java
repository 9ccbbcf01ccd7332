package io.clawhub.gateway.core.services;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Services in a map. It can be down, and it counts how often it was asked. */
public final class InMemoryServiceStore implements ServiceStore {

    public final Map<String, RegisteredService> services = new ConcurrentHashMap<>();
    public volatile boolean down;
    public volatile int asked;

    @Override
    public Uni<RegisteredService> find(String serviceId) {
        asked++;
        return answer(services.get(serviceId));
    }

    @Override
    public Uni<RegisteredService> register(Registration registration) {
        RegisteredService service = services.computeIfAbsent(
                registration.command().serviceId(),
                id -> new RegisteredService(id, registration.ownerId(), "ch_" + id));
        return service.ownerId().equals(registration.ownerId())
                ? answer(service)
                : Uni.createFrom().failure(new HubException(HubError.NOT_SERVICE_OWNER, "not yours"));
    }

    @Override
    public Uni<KeyPolicy> keyPolicy(String serviceId) {
        return answer(new KeyPolicy(3_600, 100));
    }

    @Override
    public Uni<Boolean> isParticipant(String participantId) {
        return answer(
                services.values().stream().anyMatch(service -> service.ownerId().equals(participantId)));
    }

    @Override
    public Uni<Boolean> actsFor(String participantId, String serviceId) {
        RegisteredService service = services.get(serviceId);
        return answer(service != null && service.ownerId().equals(participantId));
    }

    private <T> Uni<T> answer(T item) {
        return down
                ? Uni.createFrom().failure(new HubException(HubError.DIRECTORY_UNAVAILABLE, "down"))
                : Uni.createFrom().item(item);
    }
}
