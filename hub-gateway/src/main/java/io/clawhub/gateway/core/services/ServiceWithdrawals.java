package io.clawhub.gateway.core.services;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/** Ends what hangs on a service, one listener after another: they share a transaction. */
@ApplicationScoped
public class ServiceWithdrawals {

    private final Instance<ServiceListener> listeners;

    ServiceWithdrawals(@Any Instance<ServiceListener> listeners) {
        this.listeners = listeners;
    }

    Uni<Void> announceInTransaction(String serviceId) {
        return Multi.createFrom()
                .iterable(listeners)
                .onItem()
                .transformToUniAndConcatenate(listener -> listener.withdrawn(serviceId))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
