package io.clawhub.load.channel;

import java.net.URI;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** Opens sockets, a few at a time: a burst of handshakes is not what is measured. */
final class Sockets {

    private static final int MAX_CONNECTIONS = 100_000;
    private static final int MAX_FRAME = 4 << 20;
    /** What a reader that reads nothing takes all the same. */
    private static final int SMALL_BUFFER = 4096;

    private final WebSocketClient client;
    private final WebSocketClient narrow;
    private Future<?> last = Future.succeededFuture();

    Sockets(Vertx vertx) {
        this.client = vertx.createWebSocketClient(options());
        WebSocketClientOptions small = options();
        small.setReceiveBufferSize(SMALL_BUFFER);
        this.narrow = vertx.createWebSocketClient(small);
    }

    private static WebSocketClientOptions options() {
        return new WebSocketClientOptions()
                .setMaxConnections(MAX_CONNECTIONS)
                .setMaxFrameSize(MAX_FRAME)
                .setMaxMessageSize(MAX_FRAME)
                .setTryUsePerMessageCompression(false);
    }

    /** One after those that were asked for before. */
    Future<WebSocket> inTurn(String url, String path) {
        Future<WebSocket> next = last.transform(before -> now(url, path));
        last = next;
        return next;
    }

    /** One at once. */
    Future<WebSocket> now(String url, String path) {
        return client.connect(options(url, path));
    }

    /** One that can hold very little of what it does not read. */
    Future<WebSocket> narrowInTurn(String url, String path) {
        Future<WebSocket> next = last.transform(before -> narrow.connect(options(url, path)));
        last = next;
        return next;
    }

    private static WebSocketConnectOptions options(String url, String path) {
        URI uri = URI.create(url);
        return new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(path);
    }
}
