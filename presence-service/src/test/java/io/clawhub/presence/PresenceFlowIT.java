package io.clawhub.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import io.clawhub.events.PresenceChanged;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class PresenceFlowIT extends PresenceScenario {

    @Test
    void isOnlineAfterActivityAndOfflineAfterTheTimeout() {
        inTime("flow-1", id -> {
            kafka.connected(id, "gateway-1", 1);

            awaitStatus(id, "online");
            awaitStatus(id, "offline");

            soon().untilAsserted(() -> {
                List<PresenceChanged> changes = kafka.changesOf(id);
                assertThat(changes).extracting(PresenceChanged::online).containsExactly(true, false);
                assertThat(changes.get(1).version()).isEqualTo(changes.get(0).version() + 1);
                assertThat(changes.get(1).lastActiveAt())
                        .isEqualTo(changes.get(0).lastActiveAt())
                        .isEqualTo(lastActiveAt(id));
            });
        });
    }

    @Test
    void isOfflineAtOnceWhenTheLastConnectionSaysGoodbye() {
        inTime("flow-2", id -> {
            kafka.connected(id, "gateway-1", 2);
            kafka.disconnected(id, "gateway-1", 1);
            awaitHandled();
            assertThat(status(id)).isEqualTo("online");
            Instant lastActive = lastActiveAt(id);

            kafka.disconnected(id, "gateway-1", 0);
            awaitHandled();

            assertThat(status(id)).isEqualTo("offline");
            assertThat(lastActiveAt(id)).isEqualTo(lastActive);
        });
    }

    @Test
    void staysOnlineWhileAnotherGatewayHasAConnection() {
        inTime("flow-3", id -> {
            kafka.connected(id, "gateway-1", 1);
            kafka.connected(id, "gateway-2", 1);
            kafka.disconnected(id, "gateway-1", 0);
            awaitHandled();
            assertThat(status(id)).isEqualTo("online");

            kafka.disconnected(id, "gateway-2", 0);
            awaitHandled();

            assertThat(status(id)).isEqualTo("offline");
        });
    }

    @Test
    void ignoresTheCountOfAGatewayThatDied() {
        inTime("flow-4", id -> {
            kafka.active(id, "gateway-dead", Instant.now().minusSeconds(10));
            kafka.connected(id, "gateway-2", 1);

            kafka.disconnected(id, "gateway-2", 0);
            awaitHandled();

            assertThat(status(id)).isEqualTo("offline");
            soon().untilAsserted(() -> assertThat(kafka.changesOf(id))
                    .extracting(PresenceChanged::online)
                    .containsExactly(true, false));
        });
    }

    @Test
    void neverMovesLastActiveBackwards() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        kafka.active("flow-5", "gateway-1", now);

        kafka.active("flow-5", "gateway-1", now.minusSeconds(60));
        kafka.active("flow-5", "gateway-2", now.minusSeconds(30));
        awaitHandled();

        assertThat(lastActiveAt("flow-5")).isEqualTo(now);
    }

    @Test
    void isNotBroughtOnlineByARepeatFromBeforeTheGoodbye() {
        inTime("flow-6", id -> {
            Instant before = Instant.now();
            kafka.active(id, "gateway-1", before);
            kafka.disconnected(id, "gateway-1", 0);

            kafka.active(id, "gateway-1", before);
            awaitHandled();

            assertThat(status(id)).isEqualTo("offline");
            soon().untilAsserted(() -> assertThat(kafka.changesOf(id))
                    .extracting(PresenceChanged::online)
                    .containsExactly(true, false));
        });
    }

    @Test
    void doesNotTrustAGatewayClockThatIsAhead() {
        inTime("flow-7", id -> {
            kafka.active(id, "gateway-1", Instant.now().plusSeconds(3600));

            awaitStatus(id, "online");
            awaitStatus(id, "offline");

            assertThat(lastActiveAt(id)).isBefore(Instant.now());
        });
    }

    @Test
    void announcesAParticipantOnceHoweverOftenItIsActive() {
        inTime("flow-8", id -> {
            for (int i = 0; i < 20; i++) {
                kafka.connected(id, "gateway-1", 1);
            }
            kafka.disconnected(id, "gateway-1", 0);

            soon().untilAsserted(() -> assertThat(kafka.changesOf(id)).hasSize(2));
            awaitHandled();
            assertThat(kafka.changesOf(id)).hasSize(2);
        });
    }
}
