package io.clawhub.client.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.wire.Credential;
import io.clawhub.client.wire.ImWire;
import io.clawhub.client.wire.WireEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A network in which no WebSocket gets through: a plain HTTP server answers the upgrade with 404. */
class PollingTest {

    private final Recorder heard = new Recorder();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KeptConnection connection;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/im/v1/ws", exchange -> answer(exchange, 404, ""));
        server.createContext("/im/v1/sync", exchange -> answer(exchange, 200, SYNC));
        server.createContext("/im/v1/messages", exchange -> answer(exchange, 200, SENT));
        server.createContext("/im/v1/ack", exchange -> answer(exchange, 200, "{}"));
        server.start();
    }

    private static final String SYNC =
            "{\"epoch\":\"e1\",\"caught_up\":true,\"frames\":[{\"t\":\"deliver\",\"message\":"
                    + "{\"id\":\"msg_1\",\"conversation_id\":\"c\",\"seq\":4,\"from\":\"b\",\"text\":\"hello\"}}]}";
    private static final String SENT = "{\"cmid\":\"k\",\"id\":\"msg_2\",\"conversation_id\":\"c\",\"seq\":5,"
            + "\"ts\":\"2026-11-21T10:00:00Z\",\"duplicate\":false}";

    @AfterEach
    void stop() {
        connection.close();
        server.stop(0);
    }

    @Test
    void pollsWhereSocketsDoNotGetThrough() {
        ImWire wire = new ImWire(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "jürgen",
                "c1",
                Credential.of("ush_1"));
        connection = new KeptConnection(
                wire,
                heard,
                ConnectionSettings.defaults()
                        .withBackoff(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofSeconds(60)));
        connection.open();

        soon(() -> connection.state() == ConnectionState.ONLINE);
        assertThat(requests.stream().filter(request -> request.contains("/ws")).count())
                .isEqualTo(3);
        connection.write(wire.send(OutgoingMessage.to("b", "hi").withClientMsgId("k")));
        connection.write(wire.ack("c", 4));
        soon(() -> heard.count(WireEvent.SendAccepted.class) == 1);
        // The same message comes with every poll and is told once.
        soon(() ->
                requests.stream().filter(request -> request.contains("/sync")).count() >= 4);

        assertThat(heard.texts()).containsExactly("hello");
        assertThat(requests)
                .contains(
                        "POST /im/v1/messages k j%C3%BCrgen c1 Bearer ush_1 {\"cmid\":\"k\",\"to\":\"b\",\"text\":\"hi\"}");
        assertThat(requests).anyMatch(request -> request.startsWith("POST /im/v1/ack"));
        assertThat(heard.states).endsWith(ConnectionState.SYNCING, ConnectionState.ONLINE);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                + exchange.getRequestHeaders().getFirst("X-Agent-Id") + " "
                + exchange.getRequestHeaders().getFirst("X-Client-Id") + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + sent);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void soon(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }
}
