package io.clawhub.gateway.websocket;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import org.jboss.logging.Logger;

/** The queue's view of a WebSockets Next connection. */
public final class HubSocket implements PausableTransport {

    private static final Logger LOG = Logger.getLogger(HubSocket.class);

    /**
     * Messages read but not yet handed to us: between the two they wait in the event loop, where nothing counts them, and a
     * socket that is read on and on puts thousands there before the first one arrives.
     */
    private static final int MAX_UNDER_WAY = 128;

    /**
     * What the kernel keeps for a reader that is slow. Left to itself it grows to megabytes for each before anything here notices,
     * and it counts as the container's memory. Enough for 1 MB/s over 100 ms.
     */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    /** So long a client may take to answer a close; some never do, and would not notice that it is over. */
    private static final long CLOSE_SECONDS = 1;

    /** So long it may take to read so far that the close gets to it; one that reads nothing never does. */
    private static final long CLOSE_WRITTEN_SECONDS = 5;

    private final WebSocketConnection connection;
    private final Channel channel;
    private boolean wanted = true;
    private int underWay;

    /**
     * A socket.
     *
     * @param upgraded the request it came from. WebSockets Next has no way to stop reading from a socket, and without
     *     one a sender could fill our memory; the channel below it has.
     * @param onViolation told of a frame that breaks the WebSocket protocol, before the socket is closed for it
     */
    public HubSocket(WebSocketConnection connection, HttpServerRequest upgraded, Consumer<Throwable> onViolation) {
        this.connection = connection;
        this.channel = ((ConnectionBase) upgraded.connection()).channel();
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        FrameGuard.install(channel, onViolation, this::departed);
    }

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        connection.sendText(frame).subscribe().with(done -> written.accept(true), failure -> written.accept(false));
    }

    @Override
    public void close(int code, String reason) {
        channel.eventLoop().schedule(this::reset, CLOSE_WRITTEN_SECONDS, TimeUnit.SECONDS);
        connection
                .close(new CloseReason(code, reason))
                .subscribe()
                .with(
                        done -> channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS),
                        failure -> LOG.debugf("already closed: %s", failure.toString()));
    }

    /** Without lingering: the kernel throws away at once what the client did not read. */
    private void reset() {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    @Override
    public void read(boolean on) {
        wanted = on;
        steer();
    }

    @Override
    public void arrived() {
        underWay--;
        steer();
    }

    private void departed() {
        underWay++;
        steer();
    }

    private void steer() {
        boolean read = wanted && underWay < MAX_UNDER_WAY;
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }
}
