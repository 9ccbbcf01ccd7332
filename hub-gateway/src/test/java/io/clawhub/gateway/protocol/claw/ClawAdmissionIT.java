package io.clawhub.gateway.protocol.claw;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who gets in, and how fast they may talk, on a gateway that wants credentials and is slow to check them. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ClawAdmissionIT.Guarded.class)
class ClawAdmissionIT {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Wants credentials; nobody listens at history's address, so a connection goes live soon. */
    public static final class Guarded implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(GuardedCore.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hub.history.url", "http://127.0.0.1:1",
                    "hub.delivery.catch-up-wait", "PT0.01S",
                    "hub.limits.messages-per-second", "500",
                    "hub.limits.burst", "50",
                    "hub.limits.connections-per-agent", "3");
        }
    }

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<FrameSocket> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(DEADLINE).until(tail::isFollowing);
    }

    @AfterEach
    void close() {
        open.forEach(FrameSocket::close);
    }

    @Test
    void aKeyIsTakenFromHeaderAndUrl() {
        for (FrameSocket socket : List.of(
                connect("", Map.of("X-Agent-Id", run + "a", "Authorization", "Bearer " + GuardedCore.KEY)),
                connect("", Map.of("X-Agent-Id", run + "b", "X-API-Key", GuardedCore.KEY)),
                connect("?agent_id=" + run + "c&api_key=" + GuardedCore.KEY, Map.of()))) {
            socket.send("{\"type\":\"whoami\",\"request_id\":\"r\"}");
            JsonNode who = JsonText.parse(socket.next());
            assertThat(who.path("agent_id").textValue()).startsWith(run);
            assertThat(who.path("user_id").textValue()).isEqualTo("u1");
            assertThat(who.path("authentication").textValue()).isEqualTo("token");
        }
    }

    @Test
    void aWrongKeyAndANameWithoutOneAreRefusedAtTheDoor() {
        assertRefused("", Map.of("X-Agent-Id", run + "a", "X-API-Key", "bad"), "401");
        assertRefused("", Map.of("X-API-Key", "bad"), "401");
        assertRefused("", Map.of("X-Agent-Id", run + "a"), "401");
        assertRefused("?agent_id=" + run, Map.of(), "401");
    }

    @Test
    void aKeyInAFrameIsAsGoodAndWhatFollowsItWaitsForIt() {
        FrameSocket socket = connect("", Map.of());

        socket.send("{\"type\":\"connect\",\"agent_id\":\"" + run + "\"}");
        assertThat(JsonText.parse(socket.next()).path("error_code").textValue()).isEqualTo("AUTH_REQUIRED");
        socket.send("{\"type\":\"user_auth\",\"request_id\":\"r1\",\"api_key\":\"" + GuardedCore.KEY + "\"}");
        socket.send("{\"type\":\"connect\",\"agent_id\":\"" + run + "\"}");
        socket.send("{\"type\":\"ping\"}");

        assertThat(JsonText.parse(socket.next()).path("success").booleanValue()).isTrue();
        assertThat(JsonText.parse(socket.next()).path("agent_id").textValue()).isEqualTo(run);
        assertThat(JsonText.parse(socket.next()).path("type").textValue()).isEqualTo("pong");
    }

    @Test
    void anAgentWithTooManyConnectionsIsToldToWait() {
        Map<String, String> headers = Map.of("X-Agent-Id", run, "X-API-Key", GuardedCore.KEY);
        for (int i = 0; i < 3; i++) {
            connect("", headers);
        }

        assertRefused("", headers, "429");
        open.removeLast().close();
        await().atMost(DEADLINE).ignoreExceptions().until(() -> connect("", headers)
                .isOpen());
    }

    @Test
    void beyondTheRateEverythingArrivesLaterInOrder() {
        FrameSocket receiver = connect("", Map.of("X-Agent-Id", run + "r", "X-API-Key", GuardedCore.KEY));
        FrameSocket sender = connect("", Map.of("X-Agent-Id", run + "s", "X-API-Key", GuardedCore.KEY));
        int count = 3_000;

        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            sender.send("{\"type\":\"chat_message\",\"target_agent\":\"" + run + "r\",\"content\":\"m" + i + "\"}");
        }
        for (int i = 0; i < count; i++) {
            assertThat(JsonText.parse(receiver.next()).path("content").textValue())
                    .isEqualTo("m" + i);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(4));
        assertThat(sender.isOpen()).isTrue();
    }

    private void assertRefused(String query, Map<String, String> headers, String status) {
        assertThatThrownBy(() -> connect(query, headers)).rootCause().hasMessageContaining(status);
    }

    private FrameSocket connect(String query, Map<String, String> headers) {
        FrameSocket socket = FrameSocket.connect(root.toString().replaceFirst("^http", "ws") + query, headers);
        open.add(socket);
        return socket;
    }
}
