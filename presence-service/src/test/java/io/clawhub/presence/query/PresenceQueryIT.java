package io.clawhub.presence.query;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import io.clawhub.presence.PresenceScenario;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class PresenceQueryIT extends PresenceScenario {

    @Test
    void saysOfflineAboutSomebodyNeverSeen() {
        Response answer = soon().until(
                        () -> ask("query-stranger"), asked -> !asked.asString().contains("unknown"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString())
                .isEqualTo("{\"participant_id\":\"query-stranger\",\"status\":\"offline\",\"last_active_at\":null}");
    }

    @Test
    void answersABatchInTheOrderAsked() {
        Response answer = soon().until(
                        () -> {
                            bringOnline("query-a");
                            return RestAssured.get("/api/presence?id=query-b&id=query-a&id=query-b");
                        },
                        asked -> "online".equals(asked.jsonPath().getString("presences[1].status")));

        assertThat(answer.jsonPath().getList("presences.participant_id"))
                .isEqualTo(List.of("query-b", "query-a", "query-b"));
        assertThat(answer.jsonPath().getList("presences.status")).isEqualTo(List.of("offline", "online", "offline"));
    }

    @Test
    void answersTheLargestBatchFromABody() {
        List<String> ids =
                IntStream.range(0, 500).mapToObj(i -> "agent Größe/" + i).toList();

        Response answer = post(Map.of("participant_ids", ids));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("presences.participant_id")).isEqualTo(ids);
    }

    @Test
    void refusesBadQuestionsInJson() {
        List<String> tooMany = IntStream.range(0, 501).mapToObj(i -> "p" + i).toList();

        assertRefused(ask("x".repeat(257)));
        assertRefused(ask("a\u0000b"));
        assertRefused(ask(" "));
        assertRefused(RestAssured.get("/api/presence"));
        assertRefused(RestAssured.given().queryParam("id", "a", "b\u0001").get("/api/presence"));
        assertRefused(post(Map.of("participant_ids", tooMany)));
        assertRefused(post(Map.of("participant_ids", List.of())));
        assertRefused(post(Map.of()));
        assertRefused(post("not json"));
        assertRefused(post("{\"participant_ids\":7}"));
        assertRefused(post("{\"participant_ids\":[null]}"));
    }

    private static Response post(Object body) {
        return RestAssured.given().contentType(ContentType.JSON).body(body).post("/api/presence");
    }

    private static void assertRefused(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.jsonPath().getString("error")).isNotBlank();
    }
}
