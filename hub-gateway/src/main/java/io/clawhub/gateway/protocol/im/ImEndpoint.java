package io.clawhub.gateway.protocol.im;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * The socket of the hub's own protocol. Every callback runs on the connection's event loop and returns at once, so frames are
 * taken in the order of their arrival.
 */
@WebSocket(path = "/im/v1/ws", endpointId = ImEndpoint.ID, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@ApplicationScoped
public class ImEndpoint {

    static final String ID = "im";

    private static final Logger LOG = Logger.getLogger(ImEndpoint.class);
    private static final TypedKey<ImConnection> CONNECTION = new TypedKey<>("hub.im");

    private final ImConnections connections;

    ImEndpoint(ImConnections connections) {
        this.connections = connections;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) {
        socket.userData().put(CONNECTION, connections.open(socket));
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection socket) {
        of(socket).received(text);
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection socket) {
        of(socket).receivedBinary();
    }

    @OnPingMessage
    @NonBlocking
    void ping(Buffer data, WebSocketConnection socket) {
        of(socket).touched();
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer data, WebSocketConnection socket) {
        of(socket).touched();
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket) {
        of(socket).closed();
    }

    /** A message whose fragments add up to too much, or a broken connection. */
    @OnError
    @NonBlocking
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

    private static ImConnection of(WebSocketConnection socket) {
        return socket.userData().get(CONNECTION);
    }
}
