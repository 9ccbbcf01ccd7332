package io.clawhub.gateway.core.changes;

import java.time.Instant;
import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.MessageChange;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Push.MessageChanged;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;

/** Tells the connections of this gateway what became of a message, in its place among the messages. */
@ApplicationScoped
public class ChangeDelivery {

    private final ConnectionRegistry connections;
    private final int maxBuffered;

    ChangeDelivery(ConnectionRegistry connections, GatewayConfig config) {
        this.connections = connections;
        this.maxBuffered = config.delivery().maxBuffered();
    }

    /** A change from the log; call it in log order. Whoever made it is told, too: it may have other clients. Never blocks. */
    public void deliver(MessageChange change, Collection<String> audience, long seq, Instant at) {
        MessageChanged push = new MessageChanged(change, seq, at);
        for (String participantId : audience) {
            for (ClientConnection connection : connections.of(participantId)) {
                connection.gate().change(push, change.changeId(), change.conversationId(), seq, maxBuffered);
            }
        }
    }
}
