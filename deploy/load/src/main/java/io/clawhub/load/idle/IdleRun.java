package io.clawhub.load.idle;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import org.HdrHistogram.Histogram;

/** One measurement of one hub. */
final class IdleRun {

    private static final long MAX_NANOS = 60_000_000_000L;
    private static final int MAX_FRAME_BYTES = 1 << 20;
    /** Handshakes at once; a burst of all of them is not what is measured. */
    private static final int CONNECTING = 16;

    /** A prime, so that each service is met before one is met again. */
    private static final long STRIDE = 7919;

    private static final long HEARTBEAT_MILLIS = 15_000;
    private static final long ANSWER_MILLIS = 30_000;

    private final IdlePlan plan;
    private final URI url;
    private final Vertx vertx;
    private final WebSocketClient client;
    private final String runId = Long.toString(System.currentTimeMillis(), 36);
    private final Histogram discovery = new Histogram(MAX_NANOS, 3);
    private final List<Runnable> heartbeats = new ArrayList<>();
    private boolean measuring;
    private long unsolicited;
    private long closed;
    private long wrong;

    private IdleRun(IdlePlan plan, String url, Vertx vertx) {
        this.plan = plan;
        this.url = URI.create(url);
        this.vertx = vertx;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(plan.services() + plan.connections() + plan.askers())
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setMaxMessageSize(MAX_FRAME_BYTES));
    }

    /**
     * Measures and waits for the end.
     *
     * @param ready run when all connections are open, before anything is measured
     * @throws java.util.concurrent.CompletionException when the hub could not be reached or refused something
     */
    static IdleFigures run(IdlePlan plan, String url, Runnable ready) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            CompletableFuture<IdleFigures> figures = new CompletableFuture<>();
            IdleRun run = new IdleRun(plan, url, vertx);
            vertx.runOnContext(start -> run.prepare()
                    .compose(prepared -> run.measure(ready))
                    .onSuccess(figures::complete)
                    .onFailure(figures::completeExceptionally));
            return figures.join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Future<Void> prepare() {
        vertx.setPeriodic(HEARTBEAT_MILLIS, timer -> heartbeats.forEach(Runnable::run));
        return inTurn(0, plan.services(), this::offer).compose(offered -> inTurn(0, plan.connections(), this::idle));
    }

    /** A few at a time. */
    private Future<Void> inTurn(int from, int end, IntFunction<Future<Void>> step) {
        if (from >= end) {
            return Future.succeededFuture();
        }
        List<Future<Void>> steps = new ArrayList<>();
        for (int number = from; number < Math.min(end, from + CONNECTING); number++) {
            steps.add(step.apply(number));
        }
        return Future.all(steps).compose(done -> inTurn(from + CONNECTING, end, step));
    }

    private Future<Void> offer(int number) {
        String clientId = "o" + runId + number;
        return connect(null).compose(socket -> {
            heartbeats.add(() -> socket.writeTextMessage(IdleFrames.heartbeat(clientId)));
            return firstAnswer(socket, IdleFrames.register(clientId, serviceId(number), number), "\"registered\"");
        });
    }

    private Future<Void> idle(int number) {
        String id = "i" + runId + number;
        if (number % 2 == 0) {
            return connect(id).map(socket -> {
                socket.textMessageHandler(frame -> unsolicited++);
                return null;
            });
        }
        return connect(null).compose(socket -> {
            heartbeats.add(() -> socket.writeTextMessage(IdleFrames.heartbeat(id)));
            return firstAnswer(socket, IdleFrames.introduction(id), id);
        });
    }

    /** Every frame after the first one was not asked for. */
    private Future<Void> firstAnswer(WebSocket socket, String question, String mark) {
        Promise<Void> answered = Promise.promise();
        socket.textMessageHandler(frame -> {
            if (answered.future().isComplete()) {
                unsolicited++;
            } else if (frame.contains(mark)) {
                answered.complete();
            } else {
                answered.fail("unexpected answer: " + frame);
            }
        });
        socket.writeTextMessage(question);
        long timer = vertx.setTimer(ANSWER_MILLIS, late -> answered.tryFail("no answer to " + question));
        return answered.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<IdleFigures> measure(Runnable ready) {
        ready.run();
        measuring = true;
        Promise<IdleFigures> figures = Promise.promise();
        List<Future<Void>> askers = new ArrayList<>();
        for (int number = 0; number < plan.askers(); number++) {
            String id = "a" + runId + number;
            askers.add(connect(null).map(socket -> {
                new Asker(id, socket).ask();
                return null;
            }));
        }
        Future.all(askers).onFailure(figures::tryFail);
        vertx.setTimer(1000L * plan.seconds(), over -> {
            measuring = false;
            figures.tryComplete(new IdleFigures(unsolicited, closed, wrong, discovery.copy(), plan.seconds()));
        });
        return figures.future();
    }

    private Future<WebSocket> connect(String agentId) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI(path);
        if (agentId != null) {
            options.addHeader("X-Agent-Id", agentId);
        }
        return client.connect(options)
                .onSuccess(socket -> socket.closeHandler(gone -> {
                    if (measuring) {
                        closed++;
                    }
                }));
    }

    private String serviceId(int number) {
        return "idle-" + runId + "-" + number;
    }

    /** Looks for one service after the other. */
    private final class Asker {
        private final String id;
        private final WebSocket socket;
        private int asked;
        private long askedAt;
        private String wanted;

        Asker(String id, WebSocket socket) {
            this.id = id;
            this.socket = socket;
            socket.textMessageHandler(this::answered);
        }

        void ask() {
            if (!measuring) {
                return;
            }
            wanted = serviceId(Math.floorMod(asked * STRIDE + id.hashCode(), plan.services()));
            asked++;
            askedAt = System.nanoTime();
            socket.writeTextMessage(IdleFrames.discover(id + "-" + asked, id, wanted));
        }

        private void answered(String frame) {
            if (!frame.contains("\"" + id + "-" + asked + "\"")) {
                unsolicited++;
                return;
            }
            discovery.recordValue(Math.min(System.nanoTime() - askedAt, MAX_NANOS));
            if (!frame.contains("\"skill_list\"") || !frame.contains("\"" + wanted + "\"")) {
                wrong++;
            }
            ask();
        }
    }
}
