package io.clawhub.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import org.HdrHistogram.Histogram;

/** One run of a plan against one hub. */
final class ClosedLoop {

    private static final long MAX_LATENCY_NANOS = 120_000_000_000L;
    private static final int MAX_FRAME_BYTES = 1 << 20;
    private static final int DRAIN_CHECK_MILLIS = 20;

    private final Plan plan;
    private final String senderUrl;
    private final String receiverUrl;
    private final Vertx vertx;
    private final WebSocketClient client;
    private final String runId = Long.toString(System.currentTimeMillis(), 36);
    private final List<Pair> pairs = new ArrayList<>();
    private final List<WebSocket> senders = new ArrayList<>();
    private final Histogram latency = new Histogram(MAX_LATENCY_NANOS, 3);
    private final CompletableFuture<Figures> figures = new CompletableFuture<>();
    private long measureFrom = Long.MAX_VALUE;
    private long measureTo = Long.MAX_VALUE;
    private long receivedInTime;
    private String failure;

    private ClosedLoop(Plan plan, String senderUrl, String receiverUrl, Vertx vertx) {
        this.plan = plan;
        this.senderUrl = senderUrl;
        this.receiverUrl = receiverUrl;
        this.vertx = vertx;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(2 * plan.pairs())
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setMaxMessageSize(MAX_FRAME_BYTES)
                .setTryUsePerFrameCompression(false)
                .setTryUsePerMessageCompression(false));
    }

    /**
     * Runs the plan and waits for its end.
     *
     * @throws java.util.concurrent.CompletionException when the connections could not be opened
     */
    static Figures run(Plan plan, String senderUrl, String receiverUrl) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            ClosedLoop loop = new ClosedLoop(plan, senderUrl, receiverUrl, vertx);
            vertx.runOnContext(start -> loop.connectAll());
            return loop.figures.join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void connectAll() {
        Future<Void> connected = Future.succeededFuture();
        // One pair after the other: a burst of handshakes is not what is measured.
        for (int i = 0; i < plan.pairs(); i++) {
            int index = i;
            connected = connected.compose(before -> connectPair(index));
        }
        connected.onSuccess(all -> begin()).onFailure(figures::completeExceptionally);
    }

    private Future<Void> connectPair(int index) {
        String receiverId = "load-" + runId + "-r" + index;
        Pair pair = new Pair(receiverId, plan.size(), this::arrived);
        return connect(receiverUrl, receiverId)
                .onSuccess(receiver -> receiver.textMessageHandler(pair::received))
                .compose(receiver -> connect(senderUrl, "load-" + runId + "-s" + index))
                .map(sender -> {
                    pairs.add(pair);
                    senders.add(sender);
                    return null;
                });
    }

    private Future<WebSocket> connect(String url, String agentId) {
        URI uri = URI.create(url);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return client.connect(new WebSocketConnectOptions()
                        .setHost(uri.getHost())
                        .setPort(uri.getPort())
                        .setSsl("wss".equals(uri.getScheme()))
                        .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                        .addHeader("X-Agent-Id", agentId))
                .onSuccess(socket -> socket.closeHandler(closed -> {
                    if (!figures.isDone()) {
                        fail("connection of " + agentId + " closed with code " + socket.closeStatusCode());
                    }
                }));
    }

    private void begin() {
        for (int i = 0; i < plan.pairs(); i++) {
            pairs.get(i).start(senders.get(i), plan.window());
        }
        // A timer of 0 ms is not allowed.
        vertx.setTimer(Math.max(1, 1000L * plan.warmupSeconds()), warm -> measure());
    }

    private void measure() {
        measureFrom = System.nanoTime();
        vertx.setTimer(1000L * plan.seconds(), over -> {
            measureTo = System.nanoTime();
            drain();
        });
    }

    private void drain() {
        pairs.forEach(Pair::stop);
        long deadline = System.nanoTime() + 1_000_000_000L * plan.drainSeconds();
        vertx.setPeriodic(DRAIN_CHECK_MILLIS, timer -> {
            boolean allIn = pairs.stream().allMatch(pair -> pair.check().received() == pair.sent());
            if (allIn || failure != null || System.nanoTime() > deadline) {
                vertx.cancelTimer(timer);
                figures.complete(collect());
            }
        });
    }

    private void arrived(long sentNanos, long nowNanos) {
        if (nowNanos >= measureFrom && nowNanos < measureTo) {
            receivedInTime++;
        }
        if (sentNanos >= measureFrom) {
            latency.recordValue(Math.min(nowNanos - sentNanos, MAX_LATENCY_NANOS));
        }
    }

    private void fail(String why) {
        if (failure == null) {
            failure = why;
        }
    }

    private Figures collect() {
        return new Figures(
                receivedInTime * 1e9 / (measureTo - measureFrom),
                latency,
                pairs.stream().mapToLong(Pair::sent).sum(),
                pairs.stream().mapToLong(pair -> pair.check().received()).sum(),
                pairs.stream().mapToLong(pair -> pair.check().duplicated()).sum(),
                pairs.stream().mapToLong(pair -> pair.check().outOfOrder()).sum(),
                failure);
    }
}
