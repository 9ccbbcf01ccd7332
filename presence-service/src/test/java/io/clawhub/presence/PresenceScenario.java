package io.clawhub.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.RedisTestResource;

/** What the integration tests share: the service with real Kafka and Redis, and a probe on its topics. */
@WithTestResource(KafkaTestResource.class)
@WithTestResource(RedisTestResource.class)
public abstract class PresenceScenario {

    protected static final Duration SOON = Duration.ofSeconds(30);

    private static final int TRIES = 5;

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
                .atMost(SOON);
    }

    protected static Response ask(String participantId) {
        return RestAssured.get("/api/presence/{id}", participantId);
    }

    /** What the service says now, even that it does not know. */
    protected static String statusNow(String participantId) {
        return ask(participantId).jsonPath().getString("status");
    }

    /** What the service says once it knows: a busy machine may need to ask twice. */
    protected static String status(String participantId) {
        return soon().until(() -> statusNow(participantId), status -> !"unknown".equals(status));
    }

    protected static Instant lastActiveAt(String participantId) {
        Response answer = soon().until(() -> ask(participantId), asked -> !"unknown"
                .equals(asked.jsonPath().getString("status")));
        String text = answer.jsonPath().getString("last_active_at");
        return text == null ? null : Instant.parse(text);
    }

    protected static void awaitStatus(String participantId, String expected) {
        soon().until(() -> statusNow(participantId), expected::equals);
    }

    /** Sends until the participant is seen online: what is handled too late has no effect. */
    protected void bringOnline(String participantId) {
        soon().until(() -> {
            kafka.connected(participantId, "gateway-1", 1);
            return "online".equals(statusNow(participantId));
        });
    }

    /**
     * Plays a scene that must be over before anybody in it grows stale. One that failed and took longer says something
     * about the machine only, and is played again with another participant.
     */
    protected static void inTime(String participantId, Consumer<String> scene) {
        long staleNanos = ConfigProvider.getConfig()
                .getValue("hub.presence.active-timeout", Duration.class)
                .toNanos();
        for (int tries = 1; ; tries++) {
            long started = System.nanoTime();
            try {
                scene.accept(participantId + "." + tries);
                return;
            } catch (AssertionError | ConditionTimeoutException e) {
                if (tries == TRIES || System.nanoTime() - started < staleNanos / 2) {
                    throw e;
                }
            }
        }
    }

    /** Waits until everything sent before this has been handled: the probe's records are handled in order. */
    protected void awaitHandled() {
        String marker = "marker-" + System.nanoTime();
        soon().until(() -> {
            kafka.connected(marker, "gateway-marker", 1);
            return "online".equals(statusNow(marker));
        });
    }
}
