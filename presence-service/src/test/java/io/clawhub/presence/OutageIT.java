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
            assertUnknownSoon("outage-1");
            assertThat(health("live")).isEqualTo(200);
            soon().until(() -> health("ready"), status -> status == 503);
            kafka.connected("outage-1", "gateway-1", 1);
        } finally {
            redis.start();
        }

        kafka.active("outage-1", "gateway-1", java.time.Instant.now().plusSeconds(2));
        soon().untilAsserted(() -> assertThat(kafka.changesOf("outage-1")).isNotEmpty());
        soon().until(() -> health("ready"), status -> status == 200);
        assertThat(lastActiveAt("outage-1")).isNotNull();
    }

    @Test
    void answersUnknownWhileRedisHangs() {
        redis.pause();
        try {
            for (int i = 0; i < 20; i++) {
                assertUnknownSoon("outage-2");
            }
            assertThat(health("live")).isEqualTo(200);
        } finally {
            redis.resume();
        }

        bringOnline("outage-2");
    }

    @Test
    void staysAliveAndAnswersWhileKafkaHangs() {
        bringOnline("outage-3");
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

    private static void assertUnknownSoon(String participantId) {
        long start = System.nanoTime();
        assertThat(statusNow(participantId)).isEqualTo("unknown");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private static int health(String kind) {
        return RestAssured.get("/q/health/" + kind).statusCode();
    }
}
