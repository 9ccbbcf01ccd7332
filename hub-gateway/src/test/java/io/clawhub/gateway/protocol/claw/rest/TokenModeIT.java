package io.clawhub.gateway.protocol.claw.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;

/** The HTTP side where everybody presents an API key; and presence, from a server that answers as presence-service does. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(TokenModeIT.PresenceServer.class)
@TestProfile(TokenModeIT.Tokens.class)
class TokenModeIT {

    /** Users may be made, or there would never be one. */
    public static final class Tokens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hub.auth.mode", "token", "hub.auth.registration", "open", "hub.history.url", "http://127.0.0.1:1");
        }
    }

    /** Knows one agent. */
    public static final class PresenceServer implements QuarkusTestResourceLifecycleManager {
        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/api/presence/here now", exchange -> {
                byte[] answer =
                        "{\"participant_id\":\"here now\",\"status\":\"online\",\"last_active_at\":\"2026-01-02T03:04:05.678Z\",\"x\":1}"
                                .getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.createContext("/api/presence/broken", exchange -> {
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
            });
            // Takes the question and never answers.
            server.createContext("/api/presence/silent", exchange -> {});
            server.start();
            return Map.of(
                    "hub.presence.url",
                    "http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void stop() {
            server.stop(0);
        }
    }

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void nothingIsReadWithoutAKey() {
        for (String path :
                List.of("/api/services", "/api/services/s", "/api/users", "/api/presence/x", "/api/tunnels")) {
            given().header("X-Agent-Id", run)
                    .get(path)
                    .then()
                    .statusCode(401)
                    .body("error_code", equalTo("AUTH_REQUIRED"));
        }
    }

    @Test
    void healthAndTheCheckOfAKeyAreForEverybody() {
        given().get("/health").then().statusCode(200);
        String apiKey = user().path("api_key");

        given().contentType(ContentType.JSON)
                .body("{\"api_key\":\"" + apiKey + "\"}")
                .post("/api/users/auth")
                .then()
                .statusCode(200)
                .body("valid", equalTo(true));
    }

    @Test
    void anAgentIsItsUsers() {
        String ada = user().path("api_key");
        String bob = user().path("api_key");

        given().header("X-API-Key", ada)
                .header("X-Agent-Id", run)
                .get("/api/presence/x")
                .then()
                .statusCode(200);
        given().header("X-API-Key", bob)
                .header("X-Agent-Id", run)
                .get("/api/presence/x")
                .then()
                .statusCode(401)
                .body("error_code", equalTo("AUTH_FAILED"));
    }

    @Test
    void tellsWhatPresenceSays() {
        String apiKey = user().path("api_key");

        given().header("X-API-Key", apiKey)
                .get("/api/presence/here now")
                .then()
                .statusCode(200)
                .body("agent_id", equalTo("here now"))
                .body("status", equalTo("online"))
                .body("last_active_at", equalTo("2026-01-02T03:04:05.678Z"));
        for (String agent : List.of("broken", "silent", "nobody knows")) {
            given().header("X-API-Key", apiKey)
                    .get("/api/presence/" + agent)
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("unknown"));
        }
    }

    private static Response user() {
        return given().contentType(ContentType.JSON)
                .body("{\"name\":\"somebody\"}")
                .post("/api/users");
    }
}
