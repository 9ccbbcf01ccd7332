package io.clawhub.gateway.protocol.claw;

import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.outbound.Transport;

/** The queue's view of a WebSockets Next connection. */
final class ClawSocket implements Transport {

    private static final Logger LOG = Logger.getLogger(ClawSocket.class);

    private final WebSocketConnection connection;
    private final Channel channel;

    /**
     * A socket.
     *
     * @param upgraded the request it came from. WebSockets Next has no way to stop reading from a socket, and without
     *     one a sender could fill our memory; the channel below it has.
     * @param onViolation told of a frame that breaks the WebSocket protocol, before the socket is closed for it
     */
    ClawSocket(WebSocketConnection connection, HttpServerRequest upgraded, Consumer<Throwable> onViolation) {
        this.connection = connection;
        this.channel = ((ConnectionBase) upgraded.connection()).channel();
        FrameGuard.install(channel, onViolation);
    }

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        connection.sendText(frame).subscribe().with(done -> written.accept(true), failure -> written.accept(false));
    }

    @Override
    public void close(int code, String reason) {
        connection
                .close(new CloseReason(code, reason))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("already closed: %s", failure.toString()));
    }

    /** Stops or goes on reading. What is not read stays in the sender's socket. */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }
}
