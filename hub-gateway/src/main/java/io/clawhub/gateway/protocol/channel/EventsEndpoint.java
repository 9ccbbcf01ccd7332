package io.clawhub.gateway.protocol.channel;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPingMessage;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;

/** The events of all agents. Every callback runs on the connection's event loop and returns at once. */
@WebSocket(
        path = "/api/v1/event/ws/{clientId}",
        endpointId = EventsEndpoint.ID,
        inboundProcessingMode = InboundProcessingMode.CONCURRENT)
@ApplicationScoped
public class EventsEndpoint {

    static final String ID = "channel-events";

    private final ChannelCallbacks callbacks;

    EventsEndpoint(ChannelCallbacks callbacks) {
        this.callbacks = callbacks;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) {
        callbacks.open(socket);
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection socket) {
        callbacks.text(text, socket);
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection socket) {
        callbacks.binary(socket);
    }

    @OnPingMessage
    @NonBlocking
    void ping(Buffer data, WebSocketConnection socket) {
        callbacks.alive(socket);
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer data, WebSocketConnection socket) {
        callbacks.alive(socket);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket) {
        callbacks.close(socket);
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection socket) {
        callbacks.error(failure, socket);
    }
}
