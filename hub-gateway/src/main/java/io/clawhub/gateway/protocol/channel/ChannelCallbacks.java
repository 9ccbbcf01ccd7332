package io.clawhub.gateway.protocol.channel;

import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** What the sockets of all this protocol's paths do. */
@ApplicationScoped
class ChannelCallbacks {

    private static final Logger LOG = Logger.getLogger(ChannelCallbacks.class);
    private static final TypedKey<ChannelConnection> CONNECTION = new TypedKey<>("hub.channel");

    private final ChannelConnections connections;

    ChannelCallbacks(ChannelConnections connections) {
        this.connections = connections;
    }

    void open(WebSocketConnection socket) {
        socket.userData().put(CONNECTION, connections.open(socket));
    }

    void text(String text, WebSocketConnection socket) {
        of(socket).received(text);
    }

    void binary(WebSocketConnection socket) {
        of(socket).receivedBinary();
    }

    void alive(WebSocketConnection socket) {
        of(socket).touched();
    }

    void close(WebSocketConnection socket) {
        connections.closed(of(socket));
    }

    /** A message whose fragments add up to too much, or a broken connection. */
    void error(Throwable failure, WebSocketConnection socket) {
        LOG.debugf("socket error: connectionId=%s %s", socket.id(), failure.toString());
        connections.transportError(failure);
        if (failure instanceof IllegalStateException) {
            // All that Vert.x says of a message that is too long; our own callbacks throw nothing.
            of(socket).refuseMessage();
        } else {
            of(socket).broken();
        }
    }

    private static ChannelConnection of(WebSocketConnection socket) {
        return socket.userData().get(CONNECTION);
    }
}
