package io.clawhub.gateway.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Every protocol is served on the classic ports as on the main one. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ExtraListenersIT.OnePort.class)
class ExtraListenersIT {

    /** A gateway that listens on one more port, which is the streaming channel's. */
    public static class OnePort implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try (ServerSocket free = new ServerSocket(0)) {
                String port = String.valueOf(free.getLocalPort());
                return Map.of("hub.listeners.ports", port, "hub.channel.port", port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ConfigProperty(name = "hub.listeners.ports")
    int port;

    @TestHTTPResource("/")
    URI root;

    @Inject
    Vertx vertx;

    @Inject
    ChatEventTail tail;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @Test
    void socketsOfAllProtocolsOpen() {
        String id = "agent-" + UUID.randomUUID();
        try (FrameSocket claw = FrameSocket.connect(url("/"), Map.of());
                FrameSocket im = FrameSocket.connect(url("/im/v1/ws"), Map.of());
                FrameSocket club = FrameSocket.connect(url("/socket.io/?EIO=4&transport=websocket"), Map.of());
                FrameSocket channel = FrameSocket.connect(url("/api/v1/ws"), Map.of());
                FrameSocket alias = FrameSocket.connect(url("/ws"), Map.of())) {
            claw.send("{\"type\":\"connect\",\"client_type\":\"chat\",\"agent_id\":\"" + id + "\"}");
            assertThat(claw.next()).contains("connected");
            im.send("{\"t\":\"hello\",\"v\":1,\"agent_id\":\"" + id + "i\",\"client_id\":\"c\"}");
            assertThat(im.next()).contains("welcome");
            assertThat(club.next()).startsWith("0{");
            channel.send("{\"type\":\"ping\"}");
            assertThat(channel.next()).isEqualTo("{\"type\":\"pong\"}");
            alias.send("{\"type\":\"ping\"}");
            assertThat(alias.next()).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void theAliasKeepsItsQuery() {
        try (FrameSocket alias = FrameSocket.connect(url("/ws?v=2&agentId=a"), Map.of())) {
            assertThat(alias.next()).contains("\"hello\"");
        }
        String wrong = url("/ws?token=ush_none");
        assertThatThrownBy(() -> FrameSocket.connect(wrong, Map.of())).hasStackTraceContaining("401");
    }

    @Test
    void socketsAreSetUpAsOnTheMainPort() {
        Upgrade extra = upgrade(port);
        Upgrade main = upgrade(root.getPort());

        assertThat(extra.subprotocol()).isEqualTo("channel.v1");
        assertThat(extra).isEqualTo(main);
    }

    /** What a server makes of the offer of a browser. */
    private record Upgrade(String subprotocol, String extensions) {}

    private Upgrade upgrade(int at) {
        WebSocketClient client =
                vertx.createWebSocketClient(new WebSocketClientOptions().setTryUsePerMessageCompression(true));
        try {
            return client.connect(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(at)
                            .setURI("/api/v1/ws")
                            .addSubProtocol("channel.v1")
                            .addSubProtocol("other"))
                    .map(socket ->
                            new Upgrade(socket.subProtocol(), socket.headers().get("Sec-WebSocket-Extensions")))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        } finally {
            client.close();
        }
    }

    @Test
    void requestsWithABodyAreRead() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"nobody\",\"password\":\"wrong\"}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    private String url(String path) {
        return "ws://127.0.0.1:" + port + path;
    }
}
