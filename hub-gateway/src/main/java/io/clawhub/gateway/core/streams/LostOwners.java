package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.Objects;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.connections.ConnectionRegistry;

/** Runs live on the connections of their owners: notices that the last of a client's is gone. */
@ApplicationScoped
public class LostOwners implements ConnectionListener {

    /** What was said before the end of a connection is taken by then. */
    private static final Duration WHILE_AWAY = Duration.ofSeconds(10);

    private final ConnectionRegistry connections;
    private final Streams streams;

    LostOwners(ConnectionRegistry connections, Streams streams) {
        this.connections = connections;
        this.streams = streams;
    }

    @Override
    public void closed(ClientConnection connection) {
        String participantId = connection.caller().participantId();
        String clientId = connection.caller().clientId();
        for (ClientConnection other : connections.of(participantId)) {
            if (Objects.equals(clientId, other.caller().clientId())) {
                return;
            }
        }
        streams.ownerLost(participantId, clientId);
    }

    /** What a connection said last may have been taken after it was gone. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        streams.ownersGone(participantId -> connections.of(participantId).length == 0, WHILE_AWAY);
    }
}
