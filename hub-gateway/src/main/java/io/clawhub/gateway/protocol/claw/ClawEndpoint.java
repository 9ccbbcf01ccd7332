package io.clawhub.gateway.protocol.claw;

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
 * The socket of the Claw Chat Hub protocol. Every callback runs on the connection's event loop and returns at once, so
 * frames are taken in the order of their arrival.
 */
@WebSocket(path = "/", endpointId = ClawEndpoint.ID, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@ApplicationScoped
public class ClawEndpoint {

    static final String ID = "claw";

    private static final Logger LOG = Logger.getLogger(ClawEndpoint.class);
    private static final TypedKey<ClawConnection> CONNECTION = new TypedKey<>("hub.claw");

    private final ClawConnections connections;

    ClawEndpoint(ClawConnections connections) {
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

    /** UTF-8 JSON in a binary message is taken as if it were text: the protocol's own server does. */
    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection socket) {
        of(socket).receivedBinary(bytes.getBytes());
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

    /** A message whose fragments add up to too much, or a broken connection; the rest is the socket guard's. */
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

    private static ClawConnection of(WebSocketConnection socket) {
        return socket.userData().get(CONNECTION);
    }
}
