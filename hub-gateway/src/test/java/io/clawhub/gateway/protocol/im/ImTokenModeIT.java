package io.clawhub.gateway.protocol.im;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The protocol where everybody presents an API key. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(EmptyHistory.class)
@TestProfile(ImTokenModeIT.Tokens.class)
class ImTokenModeIT {

    /** Users may be made, or there would never be one. */
    public static final class Tokens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.auth.mode", "token", "hub.auth.registration", "open");
        }
    }

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    private final String agent = UUID.randomUUID().toString();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @Test
    void withoutAKeyOrWithAWrongOneThereIsNoConnection() {
        assertThatThrownBy(() -> connect(Map.of())).hasStackTraceContaining("401");
        assertThatThrownBy(() -> connect(Map.of("Authorization", "Bearer ush_none")))
                .hasStackTraceContaining("401");
        given().header("X-Agent-Id", agent).get("/im/v1/conversations").then().statusCode(401);
    }

    @Test
    void theKeyProvesTheAgentAndNobodyElseMayUseItsId() {
        String key = key();
        try (FrameSocket owner = hello(key);
                FrameSocket thief = hello(key())) {
            assertThat(FrameSchemas.fromHub(owner.next()).path("t").textValue()).isEqualTo("welcome");

            JsonNode refusal = FrameSchemas.fromHub(thief.next());
            assertThat(refusal.path("code").textValue()).isEqualTo("AUTH_FAILED");
            assertThat(thief.closeCode()).isEqualTo(1008);
        }
        given().header("X-Agent-Id", agent)
                .header("X-API-Key", key)
                .get("/im/v1/conversations")
                .then()
                .statusCode(200);
    }

    private FrameSocket hello(String key) {
        return connect(Map.of("Authorization", "Bearer " + key))
                .send("{\"t\":\"hello\",\"v\":1,\"agent_id\":\"" + agent + "\",\"client_id\":\"c\"}");
    }

    private FrameSocket connect(Map<String, String> headers) {
        return FrameSocket.connect("ws://" + root.getAuthority() + "/im/v1/ws", headers);
    }

    private static String key() {
        return given().contentType(ContentType.JSON)
                .body("{\"name\":\"im\"}")
                .post("/api/users")
                .path("api_key");
    }
}
