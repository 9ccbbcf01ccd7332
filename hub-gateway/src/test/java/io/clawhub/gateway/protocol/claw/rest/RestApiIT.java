package io.clawhub.gateway.protocol.claw.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** The HTTP side in open mode: users, who may ask what, the form of refusals, the document. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(RestApiIT.WithoutNeighbours.class)
class RestApiIT {

    /** Nobody listens there. */
    public static final class WithoutNeighbours implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.history.url", "http://127.0.0.1:1", "hub.presence.url", "http://127.0.0.1:1");
        }
    }

    private static final List<String> ROUTES = List.of(
            "get /health",
            "get /api/services",
            "get /api/services/{id}",
            "delete /api/services/{id}",
            "get /api/services/{id}/skill.md",
            "get /api/services/{id}/ratings",
            "post /api/ratings",
            "get /api/tunnels",
            "post /api/users",
            "get /api/users",
            "get /api/users/{id}",
            "post /api/users/auth",
            "get /api/channels",
            "get /api/channels/{id}",
            "get /api/channels/{id}/messages",
            "get /api/presence/{agent_id}");

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(30)).until(tail::isFollowing);
    }

    @Test
    void makesAUserWhoseKeyIsShownOnce() {
        ValidatableResponse made = json().body("{\"name\":\"Ada\"}")
                .post("/api/users")
                .then()
                .statusCode(200)
                .body("user_id", matchesPattern("[0-9a-f]{12}"))
                .body("name", equalTo("Ada"))
                .body("is_active", equalTo(true))
                .body("created_at", matchesPattern(".*Z"))
                .body("api_key", matchesPattern("ush_[0-9a-f]{64}"));
        String userId = made.extract().path("user_id");
        String apiKey = made.extract().path("api_key");

        json().body("{\"api_key\":\"" + apiKey + "\"}")
                .post("/api/users/auth")
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("user.user_id", equalTo(userId))
                .body("user", not(hasKey("api_key")));
        given().header("Authorization", "Bearer " + apiKey)
                .get("/api/users")
                .then()
                .statusCode(200)
                .body("users.user_id", hasItem(userId))
                .body("users[0]", not(hasKey("api_key")));
        given().header("X-API-Key", apiKey)
                .get("/api/users/" + userId)
                .then()
                .statusCode(200)
                .body("name", equalTo("Ada"));
        given().header("X-API-Key", apiKey)
                .get("/api/users/000000000000")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("USER_NOT_FOUND"));
    }

    @Test
    void showsUsersToUsersOnly() {
        given().get("/api/users")
                .then()
                .statusCode(401)
                .body("error_code", equalTo("AUTH_REQUIRED"))
                .body("retryable", equalTo(false))
                .body("error", notNullValue());
        given().header("X-Agent-Id", run).get("/api/users/000000000000").then().statusCode(401);
    }

    @Test
    void refusesAWrongKeyWherever() {
        String wrong = "ush_" + "0".repeat(64);

        json().body("{\"api_key\":\"" + wrong + "\"}")
                .post("/api/users/auth")
                .then()
                .statusCode(401)
                .body("valid", equalTo(false))
                .body("reason", notNullValue());
        json().body("{}").post("/api/users/auth").then().statusCode(401).body("valid", equalTo(false));
        given().header("Authorization", "Bearer " + wrong)
                .get("/api/presence/x")
                .then()
                .statusCode(401)
                .body("error_code", equalTo("AUTH_FAILED"));
    }

    @Test
    void anIdOfAUserNeedsThatUsersKey() {
        String owner = apiKey("owner");
        String stranger = apiKey("stranger");
        String agent = run + "-agent";

        String claimed = presence(owner, agent);
        String byName = presence(null, agent);
        String byOther = presence(stranger, agent);
        String again = presence(owner, agent);

        assertThat(List.of(claimed, byName, byOther, again)).containsExactly("200", "401", "401", "200");
    }

    /** A route that takes an identity along although it needs none. */
    private String presence(String apiKey, String agent) {
        RequestSpecification request = given().header("X-Agent-Id", agent);
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        return Integer.toString(request.get("/api/presence/somebody").statusCode());
    }

    @Test
    void anIdentityIsNeededForOnesOwn() {
        for (String path :
                List.of("/api/tunnels", "/api/channels", "/api/channels/ch_1", "/api/channels/ch_1/messages")) {
            given().get(path).then().statusCode(401).body("error_code", equalTo("AUTH_REQUIRED"));
        }
        json().body("{\"service_id\":\"s\",\"score\":1}")
                .post("/api/ratings")
                .then()
                .statusCode(401);
        given().delete("/api/services/s").then().statusCode(401);
    }

    @Test
    void refusesBadInputInTheForm() {
        json().body("{\"name\":").post("/api/users").then().statusCode(400).body("error_code", equalTo("BAD_JSON"));
        json().body("[1]").post("/api/users").then().statusCode(400).body("error_code", equalTo("MISSING_FIELDS"));
        json().body("{}").post("/api/users").then().statusCode(400).body("error_code", equalTo("MISSING_FIELDS"));
        json().body("{\"name\":\"" + "n".repeat(129) + "\"}")
                .post("/api/users")
                .then()
                .statusCode(400);
        json().body("{\"name\":\"a\\u0000b\"}")
                .post("/api/users")
                .then()
                .statusCode(400)
                .body("error_code", equalTo("INVALID_TEXT"));
        given().get("/api/services?min_price=cheap")
                .then()
                .statusCode(400)
                .body("error_code", equalTo("INVALID_PRICE"));
        given().get("/api/presence/" + "x".repeat(257))
                .then()
                .statusCode(400)
                .body("error_code", equalTo("INVALID_ID"));
        for (String score : Arrays.asList("6", "-1", "2.5", "null", "\"five\"")) {
            given().header("X-Agent-Id", run)
                    .contentType(ContentType.JSON)
                    .body("{\"service_id\":\"s\",\"score\":" + score + "}")
                    .post("/api/ratings")
                    .then()
                    .statusCode(400)
                    .body("error_code", equalTo("MISSING_FIELDS"));
        }
    }

    @Test
    void takesNoLargeBodyOfUnknownLength() throws IOException, InterruptedException {
        byte[] large = ("{\"name\":\"" + "n".repeat(70_000) + "\"}").getBytes(UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(root.resolve("/api/users"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void takesNoLargeBody() {
        json().body("{\"name\":\"" + "n".repeat(70_000) + "\"}")
                .post("/api/users")
                .then()
                .statusCode(413);
    }

    @Test
    void takesNoFormForJson() {
        given().contentType("text/plain")
                .body("{\"name\":\"Ada\"}")
                .post("/api/users")
                .then()
                .statusCode(415);
    }

    @Test
    void presenceIsUnknownWhenNobodyAnswers() {
        given().get("/api/presence/somebody")
                .then()
                .statusCode(200)
                .body("agent_id", equalTo("somebody"))
                .body("status", equalTo("unknown"))
                .body("last_active_at", nullValue());
    }

    @Test
    void historyThatIsDownIsRetryable() {
        given().header("X-Agent-Id", run)
                .get("/api/channels/ch_000000000000/messages")
                .then()
                .statusCode(503)
                .body("error_code", equalTo("HISTORY_UNAVAILABLE"))
                .body("retryable", equalTo(true));
    }

    @Test
    void saysThatItIsHealthy() {
        given().get("/health")
                .then()
                .statusCode(200)
                .body("status", equalTo("healthy"))
                .body("version", notNullValue())
                .body("$", hasKey("services"))
                .body("clients", notNullValue());
    }

    @Test
    void theDocumentNamesEveryRoute() {
        ValidatableResponse document = given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Claw Chat Hub"))
                .body("info.description", containsString("WebSocket"))
                .body("components.securitySchemes.agent.name", equalTo("X-Agent-Id"))
                .body("components.securitySchemes.apiKey.name", equalTo("X-API-Key"))
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"));
        Map<String, Map<String, Map<String, ?>>> paths = document.extract().path("paths");

        for (String route : ROUTES) {
            String[] parts = route.split(" ");
            assertThat(paths).containsKey(parts[1]);
            Map<String, ?> operation = paths.get(parts[1]).get(parts[0]);
            assertThat(operation).as(route).isNotNull();
            assertThat(operation.get("summary")).as(route).isNotNull();
        }
    }

    @Test
    void countsRefusals() {
        given().get("/api/tunnels").then().statusCode(401);

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("hub_refusals_total{code=\"AUTH_REQUIRED\",protocol=\"claw-rest\"}"));
    }

    private static RequestSpecification json() {
        return given().contentType(ContentType.JSON);
    }

    private static String apiKey(String name) {
        return json().body("{\"name\":\"" + name + "\"}")
                .post("/api/users")
                .then()
                .statusCode(200)
                .extract()
                .path("api_key");
    }
}
