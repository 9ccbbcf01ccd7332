package io.clawhub.presence;

import java.time.Duration;
import java.time.Instant;

import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.RedisTestResource;

/** What the integration tests share: the service with real Kafka and Redis, and a probe on its topics. */
@WithTestResource(KafkaTestResource.class)
@WithTestResource(RedisTestResource.class)
public abstract class PresenceScenario {

    protected KafkaProbe kafka;

    @BeforeEach
    void openProbe() {
        kafka = new KafkaProbe(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        // Until the consumer has joined, records could be handled only after they are stale.
        awaitHandled();
    }

    @AfterEach
    void closeProbe() {
        kafka.close();
    }

    protected static ConditionFactory soon() {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(20));
    }

    protected static Response ask(String participantId) {
        return RestAssured.get("/api/presence/{id}", participantId);
    }

    protected static String status(String participantId) {
        return ask(participantId).jsonPath().getString("status");
    }

    protected static Instant lastActiveAt(String participantId) {
        String text = ask(participantId).jsonPath().getString("last_active_at");
        return text == null ? null : Instant.parse(text);
    }

    protected static void awaitStatus(String participantId, String expected) {
        soon().until(() -> status(participantId), expected::equals);
    }

    /** Waits until everything sent before this has been handled: the probe's records are handled in order. */
    protected void awaitHandled() {
        String marker = "marker-" + System.nanoTime();
        soon().until(() -> {
            kafka.connected(marker, "gateway-marker", 1);
            return "online".equals(status(marker));
        });
    }
}
