package io.clawhub.gateway.core.leases;

import io.smallrye.mutiny.Uni;

/** Holds something in the database in this gateway's name. */
public interface LeaseListener {

    /**
     * This gateway took its lease anew: at its start, or because the former lease was swept. Nothing that refers to the
     * row in {@code gateway} is left; write again what is held. Runs inside the taking transaction, maybe more than once.
     */
    Uni<Void> taken(String gatewayId);
}
