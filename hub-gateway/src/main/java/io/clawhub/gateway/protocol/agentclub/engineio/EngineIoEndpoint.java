package io.clawhub.gateway.protocol.agentclub.engineio;

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
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.websocket.HubSocket;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.Upgrades;

/**
 * The WebSockets of sessions: those that open one, and those that a session on HTTP changes over to. Every callback runs on
 * the socket's event loop and returns at once.
 */
@WebSocket(
        path = EngineIoEndpoint.PATH,
        endpointId = EngineIoEndpoint.ID,
        inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@ApplicationScoped
public class EngineIoEndpoint {

    static final String PATH = "/socket.io/";
    static final String ID = "engineio";

    private static final Logger LOG = Logger.getLogger(EngineIoEndpoint.class);
    private static final TypedKey<EngineIoSocket> SOCKET = new TypedKey<>("hub.engineio");

    private final EngineIoServer server;

    EngineIoEndpoint(EngineIoServer server) {
        this.server = server;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        HttpServerRequest request = connection.userData().get(Upgrades.REQUEST);
        HubSocket hubSocket = new HubSocket(connection, request, server::transportError);
        Loop here = Loop.of(Vertx.currentContext());
        String sid = request.getParam("sid");
        if (sid == null) {
            EngineIoSocket socket = new EngineIoSocket(hubSocket, Runnable::run, Runnable::run);
            EngineIoSession session = server.open(connection.userData().get(EngineIoUpgrade.HANDSHAKE), here);
            socket.belongTo(session);
            connection.userData().put(SOCKET, socket);
            session.open(socket, server.application());
            return;
        }
        EngineIoSession session = server.find(sid);
        EngineIoSocket socket = new EngineIoSocket(hubSocket, here, session == null ? Runnable::run : session.loop());
        connection.userData().put(SOCKET, socket);
        if (session == null) {
            socket.close(HubError.CONFLICT.closeCode(), "this session is over");
        } else {
            socket.belongTo(session);
            session.loop().execute(() -> session.probe(socket));
        }
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection connection) {
        of(connection).text(text);
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection connection) {
        of(connection).binary();
    }

    @OnPingMessage
    @NonBlocking
    void ping(Buffer data, WebSocketConnection connection) {
        of(connection).touched();
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer data, WebSocketConnection connection) {
        of(connection).touched();
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        of(connection).closed();
    }

    /** A message whose fragments add up to too much, or a broken connection, whose close follows. */
    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection connection) {
        LOG.debugf("socket error: connectionId=%s %s", connection.id(), failure.toString());
        server.transportError(failure);
        if (failure instanceof IllegalStateException) {
            // All that Vert.x says of a message that is too long; our own callbacks throw nothing.
            of(connection).tooLong();
        }
    }

    private static EngineIoSocket of(WebSocketConnection connection) {
        return connection.userData().get(SOCKET);
    }
}
