package io.clawhub.load.idle;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdleRunTest {

    private static final IdlePlan PLAN = new IdlePlan(3, 4, 2, 1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicBoolean ready = new AtomicBoolean();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void findsNothingWrongWithAQuietHub() {
        IdleFigures figures = runAgainst(IdleRunTest::answer);

        assertThat(figures.sound()).isTrue();
        assertThat(figures.discovery().getTotalCount()).isPositive();
        assertThat(ready).isTrue();
    }

    @Test
    void countsWhatAHubSaysUnasked() {
        IdleFigures figures = runAgainst((socket, frame) -> {
            answer(socket, frame);
            if ("register".equals(frame.getString("type"))) {
                socket.writeTextMessage("{\"type\":\"metadata_list\"}");
            }
        });

        assertThat(figures.unsolicited()).isEqualTo(PLAN.services());
        assertThat(figures.sound()).isFalse();
    }

    @Test
    void countsWrongAnswers() {
        IdleFigures figures = runAgainst((socket, frame) ->
                answer(socket, frame.containsKey("query") ? frame.put("query", "something else") : frame));

        assertThat(figures.wrong()).isPositive();
        assertThat(figures.sound()).isFalse();
    }

    @Test
    void endsWhenAServiceIsRefused() {
        assertThatThrownBy(() -> runAgainst((socket, frame) -> socket.writeTextMessage("{\"type\":\"error\"}")))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("unexpected answer");
    }

    private static void answer(ServerWebSocket socket, JsonObject frame) {
        String type =
                switch (frame.getString("type")) {
                    case "register" -> "registered";
                    case "skill_discover" -> "skill_list";
                    default -> "success";
                };
        JsonObject answer = new JsonObject()
                .put("type", type)
                .put("request_id", frame.getString("request_id"))
                .put("found", frame.getString("query"));
        socket.writeTextMessage(answer.encode());
    }

    private IdleFigures runAgainst(BiConsumer<ServerWebSocket, JsonObject> hub) {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(text -> hub.accept(socket, new JsonObject(text))))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return IdleRun.run(PLAN, "ws://127.0.0.1:" + server.actualPort() + "/", () -> ready.set(true));
    }
}
