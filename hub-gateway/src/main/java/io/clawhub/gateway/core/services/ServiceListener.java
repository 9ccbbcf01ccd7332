package io.clawhub.gateway.core.services;

import io.smallrye.mutiny.Uni;

/** Keeps something that ends with a service. */
public interface ServiceListener {

    /**
     * A service is being withdrawn, or its id goes to another owner. Runs inside the withdrawing transaction, whose owner
     * drains the outbox afterwards; a failure keeps the service.
     */
    Uni<Void> withdrawn(String serviceId);
}
