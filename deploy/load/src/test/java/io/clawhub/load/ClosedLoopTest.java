package io.clawhub.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClosedLoopTest {

    private static final Plan PLAN = new Plan(2, 4, 64, 0, 1, 1);

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsNothingWrongWithAFaithfulHub() {
        Figures figures = runAgainst(ServerWebSocket::writeTextMessage);

        assertThat(figures.sound()).isTrue();
        assertThat(figures.perSecond()).isPositive();
        assertThat(figures.duplicated()).isZero();
        assertThat(figures.latency().getTotalCount()).isPositive();
    }

    @Test
    void countsWhatAHubLosesAndRepeats() {
        Figures figures = runAgainst((socket, frame) -> {
            long seq = Frames.number(frame, Frames.contentStart(frame));
            if (seq != 3) {
                socket.writeTextMessage(frame);
            }
            if (seq == 5) {
                socket.writeTextMessage(frame);
            }
        });

        assertThat(figures.lost()).isEqualTo(2);
        assertThat(figures.duplicated()).isEqualTo(2);
        assertThat(figures.sound()).isFalse();
    }

    @Test
    void saysWhyARunEndedEarly() {
        Figures figures = runAgainst((socket, frame) -> {
            if (Frames.number(frame, Frames.contentStart(frame)) == 2) {
                socket.close((short) 1013);
            }
        });

        assertThat(figures.failure()).contains("closed with code 1013");
        assertThat(figures.sound()).isFalse();
    }

    private Figures runAgainst(BiConsumer<ServerWebSocket, String> deliver) {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    sockets.put(socket.headers().get("X-Agent-Id"), socket);
                    socket.textMessageHandler(frame -> deliver.accept(sockets.get(Frames.target(frame)), frame));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        String url = "ws://127.0.0.1:" + server.actualPort() + "/";
        return ClosedLoop.run(PLAN, url, url);
    }
}
