package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.Topics;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class OutageIT extends HistoryITBase {

    private final List<String> said = new ArrayList<>();

    /** The next test, whichever it is, finds a service that is well. */
    @AfterEach
    void awaitRecovery() {
        await().atMost(SOON)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void losesAndRepeatsNothingWhenPostgresIsKilledWhileMessagesCome() {
        say(500);
        awaitStored("dc_" + id, 500);
        say(500);
        postgres.kill();
        try {
            say(500);
            given().get("/q/health/live").then().statusCode(200);
            await().atMost(SOON)
                    .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));
        } finally {
            postgres.start();
        }
        say(500);

        awaitStored("dc_" + id, 2_000);
        assertThat(texts("dc_" + id, "b-" + id)).isEqualTo(said);
        await().atMost(SOON)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void answersUnavailableSoonWhenPostgresIsGone() {
        say(1);
        awaitStored("dc_" + id, 1);
        postgres.kill();
        try {
            assertUnavailableSoon();
        } finally {
            postgres.start();
        }
    }

    @Test
    void answersUnavailableSoonWhenPostgresHangs() {
        say(1);
        awaitStored("dc_" + id, 1);
        postgres.pause();
        try {
            assertUnavailableSoon();
        } finally {
            postgres.resume();
        }
        await().atMost(SOON).ignoreExceptions().until(() -> stored("dc_" + id) == 1);
    }

    @Test
    void storesAgainWhatTheDatabaseLostEvenInASilentPartition() {
        var at = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "kept"));
        log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "lost"));
        awaitStored("dc_" + id, 2);

        rows(
                """
                WITH lost AS (DELETE FROM message WHERE conversation_id = $1 AND content = '"lost"')
                UPDATE ingest_position SET next_offset = $4 WHERE topic = $2 AND partition = $3
                """,
                "dc_" + id,
                Topics.CHAT_EVENTS.topic(),
                at.partition(),
                at.offset() + 1);

        awaitStored("dc_" + id, 2);
        assertThat(texts("dc_" + id, "b-" + id)).containsExactly("kept", "lost");
    }

    @Test
    void losesAndRepeatsNothingWhenPartitionsMoveToAnotherConsumerAndBack() {
        say(300);
        try (var other = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        "history",
                        "partition.assignment.strategy",
                        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            other.subscribe(List.of(Topics.CHAT_EVENTS.topic(), Topics.CHAT_CURSORS.topic()));
            await().atMost(SOON).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
            say(300);
        }
        say(300);

        awaitStored("dc_" + id, 900);
        assertThat(texts("dc_" + id, "b-" + id)).isEqualTo(said);
    }

    private void say(int count) {
        for (int i = 0; i < count; i++) {
            String text = "text " + said.size();
            said.add(text);
            log.send(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, text));
        }
    }

    private void assertUnavailableSoon() {
        given().queryParam("participant", "b-" + id)
                .get("/api/conversations/{id}/messages", "dc_" + id)
                .then()
                .statusCode(503)
                .body("error", equalTo("temporarily unavailable"));
        long started = System.nanoTime();
        given().contentType("application/json")
                .body(Map.of("participantId", "b-" + id, "clientId", "c", "positions", Map.of(0, 999_999), "limit", 1))
                .post("/api/replay")
                .then()
                .statusCode(503)
                .body("error", equalTo("temporarily unavailable"));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    }
}
