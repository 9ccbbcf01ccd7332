package io.clawhub.gateway.core.calls;

import io.clawhub.gateway.core.connections.ClientConnection;

/**
 * A connection of this gateway offers a service.
 *
 * @param serviceId the service
 * @param registration the service's life in which it was offered, see
 *     {@link io.clawhub.gateway.core.services.RegisteredService}
 * @param connectionId names the connection in the table
 * @param connection the connection
 * @param boundAtMillis since when, milliseconds since the epoch
 */
record Binding(
        String serviceId, int registration, String connectionId, ClientConnection connection, long boundAtMillis) {}
