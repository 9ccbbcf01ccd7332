package io.clawhub.presence;

import java.time.Duration;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

import io.clawhub.standalone.backends.KafkaBackend;
import io.clawhub.standalone.backends.RedisBackend;
import io.clawhub.standalone.testing.InjectBackend;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class OutageIT extends PresenceScenario {

    @InjectBackend
    RedisBackend redis;

    @InjectBackend
    KafkaBackend broker;

    @Test
    void answersUnknownWhileRedisIsDeadAndRecordsWhatCameMeanwhile() throws Exception {
        redis.kill();
        try {
            assertUnknownWithinASecond("outage-1");
            assertThat(health("live")).isEqualTo(200);
            soon().until(() -> health("ready"), status -> status == 503);
            kafka.connected("outage-1", "gateway-1", 1);
        } finally {
            redis.start();
        }

        kafka.active("outage-1", "gateway-1", java.time.Instant.now().plusSeconds(2));
        soon().untilAsserted(() -> assertThat(kafka.changesOf("outage-1")).isNotEmpty());
        soon().until(() -> health("ready"), status -> status == 200);
        assertThat(ask("outage-1").jsonPath().getString("last_active_at")).isNotNull();
    }

    @Test
    void answersUnknownWhileRedisHangs() {
        redis.pause();
        try {
            for (int i = 0; i < 20; i++) {
                assertUnknownWithinASecond("outage-2");
            }
            assertThat(health("live")).isEqualTo(200);
        } finally {
            redis.resume();
        }

        kafka.connected("outage-2", "gateway-1", 1);
        awaitStatus("outage-2", "online");
    }

    @Test
    void staysAliveAndAnswersWhileKafkaHangs() {
        kafka.connected("outage-3", "gateway-1", 1);
        awaitStatus("outage-3", "online");
        broker.pause();
        try {
            // The sweep goes on; what it finds is published when Kafka is back.
            awaitStatus("outage-3", "offline");
            assertThat(health("live")).isEqualTo(200);
        } finally {
            broker.resume();
        }

        soon().untilAsserted(() -> assertThat(kafka.changesOf("outage-3"))
                .anySatisfy(change -> assertThat(change.online()).isFalse()));
    }

    private static void assertUnknownWithinASecond(String participantId) {
        long start = System.nanoTime();
        assertThat(status(participantId)).isEqualTo("unknown");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    private static int health(String kind) {
        return RestAssured.get("/q/health/" + kind).statusCode();
    }
}
