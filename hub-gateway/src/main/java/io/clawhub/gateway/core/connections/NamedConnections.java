package io.clawhub.gateway.core.connections;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.accounts.NamedParticipants;

/** Tells the accounts who is connected under a name. */
@ApplicationScoped
class NamedConnections implements NamedParticipants {

    private final ConnectionRegistry connections;

    NamedConnections(ConnectionRegistry connections) {
        this.connections = connections;
    }

    @Override
    public boolean isConnected(String participantId) {
        for (ClientConnection connection : connections.of(participantId)) {
            if (connection.caller().authentication() != Authentication.NONE) {
                return true;
            }
        }
        return false;
    }
}
