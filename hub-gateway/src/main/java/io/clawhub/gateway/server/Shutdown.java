package io.clawhub.gateway.server;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.gateway.core.connections.ConnectionRegistry;

/** Says goodbye to every connection before the log closes, so that clients come back at once and catch up. */
@ApplicationScoped
public class Shutdown {

    private final ConnectionRegistry connections;

    Shutdown(ConnectionRegistry connections) {
        this.connections = connections;
    }

    void goodbye(@Observes @Priority(10) ShutdownEvent stopping) {
        connections.closeAll();
    }
}
