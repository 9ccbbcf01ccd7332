package io.clawhub.gateway.protocol.channel.rest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.Outcome;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.protocol.channel.rest.RunText.Taken;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** On a connection of this machine. */
class StreamedAnswerTest {

    private static final long SECONDS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final CompletionJson json = new CompletionJson("chatcmpl-1", 7, "main");

    /** Of the request. */
    private volatile Context loop;

    private final CompletableFuture<StreamedAnswer> answer = new CompletableFuture<>();
    private Socket client;

    @BeforeEach
    void ask() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    loop = Vertx.currentContext();
                    answer.complete(new StreamedAnswer(request.response(), json));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(SECONDS, TimeUnit.SECONDS);
        client = new Socket();
        client.setReceiveBufferSize(4096);
        client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(SECONDS));
        client.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
        client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
        answer.get(SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAnswerGrowsAndEnds() throws Exception {
        onLoop(streamed -> {
            streamed.give(new Taken("The ", null, false));
            streamed.give(new Taken("answer", ended(Outcome.STOP), false));
        });

        String body = body();
        assertThat(body).startsWith("HTTP/1.0 200").contains("text/event-stream");
        assertThat(events(body))
                .containsExactly(
                        json.first(), json.grown("The "), json.grown("answer"), json.last(Outcome.STOP), "[DONE]");
    }

    @Test
    void aRunThatFailsBeforeItSaysAnythingIsAStatus() throws Exception {
        onLoop(streamed -> streamed.give(new Taken("", ended(Outcome.AGENT_TIMEOUT), false)));

        assertThat(body()).startsWith("HTTP/1.0 504").contains("x-should-retry: false", "agent_timeout");
    }

    @Test
    void aRunThatFailsLaterIsAnEvent() throws Exception {
        onLoop(streamed -> {
            streamed.give(new Taken("half", null, false));
            streamed.give(new Taken("", ended(Outcome.AGENT_LOST), false));
        });

        assertThat(events(body()))
                .containsExactly(
                        json.first(),
                        json.grown("half"),
                        CompletionError.of(Outcome.AGENT_LOST).json(),
                        "[DONE]");
    }

    @Test
    void aLongSilenceIsFilled() throws Exception {
        onLoop(streamed -> {
            for (int i = 0; i < 4; i++) {
                assertThat(streamed.isAlive()).isTrue();
            }
            streamed.refuse(CompletionError.of(new HubException(HubError.INTERNAL, "no")));
        });

        String body = body();
        assertThat(body).contains("\n:\n\n");
        assertThat(events(body)).hasSize(3).startsWith(json.first()).endsWith("[DONE]");
    }

    @Test
    void aClientThatTakesNothingIsFoundOut() throws Exception {
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        CompletableFuture<Boolean> full = new CompletableFuture<>();
        onLoop(streamed -> {
            streamed.whenReady(() -> drained.complete(streamed.isReady() && streamed.isAlive()));
            vertx.setPeriodic(1, timer -> {
                if (streamed.isReady()) {
                    streamed.give(new Taken("x".repeat(64 * 1024), null, false));
                } else {
                    vertx.cancelTimer(timer);
                    full.complete(streamed.isAlive() && !streamed.isAlive());
                }
            });
        });

        assertThat(full.get(SECONDS, TimeUnit.SECONDS)).isTrue();
        byte[] some = new byte[64 * 1024];
        while (!drained.isDone() && client.getInputStream().read(some) >= 0) {
            assertThat(drained).isNotCompletedExceptionally();
        }
        assertThat(drained.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private interface Step {
        void take(StreamedAnswer streamed) throws Exception;
    }

    private void onLoop(Step step) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        StreamedAnswer streamed = answer.get(SECONDS, TimeUnit.SECONDS);
        loop.runOnContext(now -> {
            try {
                step.take(streamed);
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        done.get(SECONDS, TimeUnit.SECONDS);
    }

    /** All of the response: the connection closes behind it. */
    private String body() throws IOException {
        return new String(client.getInputStream().readAllBytes(), UTF_8);
    }

    private static List<String> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private static Ended ended(Outcome outcome) {
        return new Ended("r1", "m1", outcome, "");
    }
}
