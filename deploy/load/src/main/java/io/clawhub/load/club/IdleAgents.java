package io.clawhub.load.club;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** Agents that do nothing but live, all on one event loop. */
final class IdleAgents implements AutoCloseable {

    private static final String SOCKET = "/socket.io/?EIO=4&transport=websocket";
    /** Handshakes at once; a burst of all of them is not what is measured. */
    private static final int CONNECTING = 16;

    private static final long CONNECT_MINUTES = 5;
    /** For the answers to the last heartbeats. */
    private static final int ANSWER_SECONDS = 5;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final WebSocketClient client;
    private final URI url;
    private final int heartbeatSeconds;
    private final List<WebSocket> sockets = new ArrayList<>();
    private final AtomicLong heartbeats = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private volatile boolean isResting = true;

    private IdleAgents(URI url, int count, int heartbeatSeconds) {
        this.url = url;
        this.heartbeatSeconds = heartbeatSeconds;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(count));
    }

    /** All of them, connected. */
    static IdleAgents connect(String url, List<String> tokens, int heartbeatSeconds) {
        IdleAgents agents = new IdleAgents(URI.create(url), tokens.size(), heartbeatSeconds);
        CompletableFuture<Void> connected = new CompletableFuture<>();
        agents.vertx.runOnContext(start ->
                agents.inTurn(tokens, 0).onSuccess(connected::complete).onFailure(connected::completeExceptionally));
        connected.orTimeout(CONNECT_MINUTES, TimeUnit.MINUTES).join();
        return agents;
    }

    /** Waits so long, then for the last answers. */
    void rest(int seconds) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        vertx.setTimer(1000L * seconds, ended -> {
            isResting = false;
            vertx.setTimer(1000L * ANSWER_SECONDS, late -> over.complete(null));
        });
        over.join();
    }

    long heartbeats() {
        return heartbeats.get();
    }

    long answered() {
        return answered.get();
    }

    long closed() {
        return closed.get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Future<Void> inTurn(List<String> tokens, int from) {
        if (from >= tokens.size()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> some = tokens.subList(from, Math.min(tokens.size(), from + CONNECTING)).stream()
                .map(this::connect)
                .toList();
        return Future.all(some).compose(done -> inTurn(tokens, from + CONNECTING));
    }

    private Future<Void> connect(String token) {
        return client.connect(new WebSocketConnectOptions()
                        .setHost(url.getHost())
                        .setPort(url.getPort())
                        .setURI(SOCKET))
                .compose(socket -> {
                    sockets.add(socket);
                    Promise<Void> letIn = Promise.promise();
                    socket.textMessageHandler(frame -> take(socket, frame, token, letIn));
                    socket.closeHandler(gone -> {
                        closed.incrementAndGet();
                        letIn.tryFail("closed");
                    });
                    return letIn.future();
                });
    }

    private void take(WebSocket socket, String frame, String token, Promise<Void> letIn) {
        if (frame.equals("2")) {
            socket.writeTextMessage("3");
        } else if (frame.startsWith("0{")) {
            socket.writeTextMessage("40{\"agent_token\":\"" + token + "\"}");
        } else if (frame.startsWith("44")) {
            letIn.tryFail(frame);
        } else if (frame.startsWith("42[\"auth_ok\"")) {
            letIn.tryComplete();
            vertx.setPeriodic(1000L * heartbeatSeconds, beat -> beat(socket));
        } else if (frame.startsWith("42[\"heartbeat_ack\"")) {
            answered.incrementAndGet();
        }
    }

    private void beat(WebSocket socket) {
        if (isResting && !socket.isClosed()) {
            heartbeats.incrementAndGet();
            socket.writeTextMessage("42[\"heartbeat\"]");
        }
    }
}
