package io.clawhub.gateway.core.services;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** One change of a service at a time over all gateways: two first registrations must not both see it absent. */
final class ServiceLock {

    private ServiceLock() {}

    /** Waits for the lock, which the current transaction then holds to its end. */
    static Uni<Void> take(String serviceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:id, 0))", Integer.class)
                        .setParameter("id", serviceId)
                        .getSingleResult())
                .replaceWithVoid();
    }
}
