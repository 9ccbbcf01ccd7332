package io.clawhub.gateway.protocol.agentclub.engineio;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.protocol.agentclub.socketio.EchoProfile;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.clawhub.gateway.protocol.agentclub.engineio.RawEngineIo.handshake;
import static io.clawhub.gateway.protocol.agentclub.engineio.RawEngineIo.join;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The scenarios of the Engine.IO v4 test suite, on the real server. */
@QuarkusTest
@TestProfile(EchoProfile.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
class EngineIoIT {

    private static final char SEPARATOR = 0x1e;

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    @Inject
    EngineIoServer server;

    private RawEngineIo raw;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
        raw = new RawEngineIo(root);
    }

    @Test
    void aPollOpensASession() {
        HttpResponse<String> response = raw.ask("GET", "EIO=4&transport=polling", null);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=UTF-8");
        assertThat(response.body()).startsWith("0");
        assertHandshake(handshake(response.body()), "[\"websocket\"]");
    }

    @Test
    void aWebSocketOpensASession() {
        try (FrameSocket socket = raw.socket()) {
            String packet = socket.next();

            assertThat(packet).startsWith("0");
            assertHandshake(handshake(packet), "[]");
        }
    }

    private static void assertHandshake(JsonNode handshake, String upgrades) {
        assertThat(handshake.properties()).hasSize(5);
        assertThat(handshake.path("sid").textValue()).hasSize(32);
        assertThat(handshake.path("upgrades")).hasToString(upgrades);
        assertThat(handshake.path("pingInterval").intValue()).isEqualTo(EchoProfile.PING_INTERVAL);
        assertThat(handshake.path("pingTimeout").intValue()).isEqualTo(EchoProfile.PING_TIMEOUT);
        assertThat(handshake.path("maxPayload").intValue()).isEqualTo(1_048_576);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, transport=polling, unsupported version",
        "GET, EIO=3&transport=polling, unsupported version",
        "GET, EIO=abc&transport=polling, unsupported version",
        "GET, EIO=4, Invalid transport",
        "GET, EIO=4&transport=abc, Invalid transport",
        "GET, EIO=4&transport=websocket, Invalid transport",
        "GET, EIO=4&transport=polling&sid=none, Invalid session none",
        "POST, EIO=4&transport=polling, Bad handshake method",
        "PUT, EIO=4&transport=polling, Bad handshake method",
    })
    void whatIsNoHandshakeIsRefusedWithAReason(String method, String query, String reason) {
        HttpResponse<String> response = raw.ask(method, query, null);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("\"").contains(reason).endsWith("\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport=websocket",
                "EIO=3&transport=websocket",
                "EIO=4",
                "EIO=4&transport=abc",
                "EIO=4&transport=polling",
                "EIO=4&transport=websocket&sid=none"
            })
    void whatIsNoHandshakeIsNotUpgraded(String query) {
        assertThatThrownBy(() -> raw.socket(query)).hasStackTraceContaining("400");
    }

    @Test
    void pagesFromElsewhereAreRefusedAndThoseOfThisMachineAreNot() {
        String query = "EIO=4&transport=polling";

        var foreign = join(raw.request("GET", query, null, Map.of("Origin", "https://evil.example")));
        var ours = join(raw.request("GET", query, null, Map.of("Origin", "http://localhost:3000")));
        var preflight = join(raw.request("OPTIONS", query, null, Map.of("Origin", "http://localhost:3000")));

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(ours.statusCode()).isEqualTo(200);
        assertThat(ours.headers().firstValue("access-control-allow-origin")).contains("http://localhost:3000");
        assertThat(ours.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThatThrownBy(() -> FrameSocket.connect(
                        "ws://" + root.getAuthority() + "/socket.io/?EIO=4&transport=websocket",
                        Map.of("Origin", "https://evil.example")))
                .hasStackTraceContaining("403");
    }

    @Test
    void aPayloadMayHoldSeveralPacketsEitherWay() {
        String sid = raw.open();

        HttpResponse<String> posted = raw.post(sid, "40" + SEPARATOR + "42[\"a\",1]" + SEPARATOR + "421[\"b\",2]");

        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(posted.body()).isEqualTo("ok");
        String all = raw.pollFor(sid);
        while (!all.contains("message-back") || !all.contains("431[2]")) {
            all += SEPARATOR + raw.pollFor(sid);
        }
        assertThat(all).startsWith("40{\"sid\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "bAQIDBA==", "4", "0", "2", "5"})
    void aMalformedPayloadClosesTheSession(String payload) {
        String sid = raw.open();

        assertThat(raw.post(sid, payload).statusCode()).isEqualTo(400);
        assertThat(join(raw.poll(sid)).statusCode()).isEqualTo(400);
    }

    @Test
    void aMalformedPacketClosesTheSocket() {
        FrameSocket socket = raw.socket();
        socket.next();

        socket.send("abc");

        assertThat(socket.closeCode()).isEqualTo(1003);
    }

    @Test
    void aBinaryFrameClosesTheSocket() {
        FrameSocket socket = raw.socket();
        socket.next();

        socket.sendBinary(new byte[] {1, 2, 3, 4});

        assertThat(socket.closeCode()).isEqualTo(1003);
    }

    @Test
    void aPayloadBeyondTheLimitIsRefused() {
        String sid = raw.open();

        assertThat(raw.post(sid, "4" + "x".repeat(1_048_576)).statusCode()).isEqualTo(413);
        awaitTheEnd(sid);
    }

    @Test
    void aSocketMessageBeyondTheLimitClosesIt() {
        FrameSocket socket = raw.socket();
        socket.next();

        socket.sendBlindly("4" + "x".repeat(1_048_576));

        assertThat(socket.closeCode()).isEqualTo(1009);
    }

    @Test
    void twoPollsAtOnceCloseTheSession() {
        String sid = raw.open();
        CompletableFuture<HttpResponse<String>> one = raw.poll(sid);
        CompletableFuture<HttpResponse<String>> two = raw.poll(sid);

        assertThat(List.of(join(one).statusCode(), join(two).statusCode())).containsExactlyInAnyOrder(200, 400);
        assertThat(join(one).statusCode() == 200 ? join(one).body() : join(two).body())
                .isEqualTo("1");
        assertThat(join(raw.poll(sid)).statusCode()).isEqualTo(400);
    }

    @Test
    void aPollThatIsGivenUpClosesTheSession() throws IOException {
        String sid = raw.open();
        String poll = "GET /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: x\r\n\r\n";
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            // The first is answered with a ping, so the connection works; the second waits when it is cut.
            socket.getOutputStream().write(poll.getBytes(US_ASCII));
            assertThat(socket.getInputStream().read()).isPositive();
            socket.getOutputStream().write(poll.getBytes(US_ASCII));
        }

        awaitTheEnd(sid);
    }

    /** Pongs keep the session from ending for want of them. */
    private void awaitTheEnd(String sid) {
        await().until(() -> raw.post(sid, "3").statusCode() == 400);
        assertThat(server.find(sid)).isNull();
    }

    @Test
    void heartbeatsGoOverPolls() {
        String sid = raw.open();
        for (int i = 0; i < 3; i++) {
            assertThat(join(raw.poll(sid)).body()).isEqualTo("2");
            assertThat(raw.post(sid, "3").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void heartbeatsGoOverASocket() {
        try (FrameSocket socket = raw.socket()) {
            socket.next();
            for (int i = 0; i < 3; i++) {
                assertThat(socket.next()).isEqualTo("2");
                socket.send("3");
            }
        }
    }

    @Test
    void withoutAPongTheSessionIsClosed() {
        String sid = raw.open();
        FrameSocket socket = raw.socket();

        assertThat(socket.closeCode()).isEqualTo(1001);
        await().until(() -> join(raw.poll(sid)).statusCode() == 400);
    }

    @Test
    void theClientClosesOverHttp() {
        String sid = raw.open();
        CompletableFuture<HttpResponse<String>> poll = raw.poll(sid);
        // Which of the two the hub takes first is not known here.
        HttpResponse<String> posted = raw.post(sid, "1");

        assertThat(posted.statusCode()).isEqualTo(200);
        HttpResponse<String> polled = join(poll);
        assertThat(polled.statusCode() == 200 ? polled.body() : "6").isEqualTo("6");
        assertThat(join(raw.poll(sid)).statusCode()).isEqualTo(400);
    }

    @Test
    void theClientClosesOverASocket() {
        FrameSocket socket = raw.socket();
        socket.next();

        socket.send("1");

        assertThat(socket.closeCode()).isEqualTo(1000);
    }
}
