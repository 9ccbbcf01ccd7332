package io.clawhub.gateway.core.connections;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.credentials.EndListener;
import io.clawhub.gateway.core.outbound.CloseReason;

/** Closes the connections that came by a credential which has ended. */
@ApplicationScoped
class RevokedConnections implements EndListener {

    private final ConnectionRegistry connections;

    RevokedConnections(ConnectionRegistry connections) {
        this.connections = connections;
    }

    @Override
    public void ended(String credentialId) {
        connections.forEach(connection -> {
            if (credentialId.equals(connection.caller().credentialId())) {
                connection.outbound().close(CloseReason.REVOKED);
            }
        });
    }
}
