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
        kafka.connected("flow-1", "gateway-1", 1);

        awaitStatus("flow-1", "online");
        awaitStatus("flow-1", "offline");

        soon().untilAsserted(() -> {
            List<PresenceChanged> changes = kafka.changesOf("flow-1");
            assertThat(changes).extracting(PresenceChanged::online).containsExactly(true, false);
            assertThat(changes.get(1).version()).isEqualTo(changes.get(0).version() + 1);
            assertThat(changes.get(1).lastActiveAt())
                    .isEqualTo(changes.get(0).lastActiveAt())
                    .isEqualTo(lastActiveAt("flow-1"));
        });
    }

    @Test
    void isOfflineAtOnceWhenTheLastConnectionSaysGoodbye() {
        kafka.connected("flow-2", "gateway-1", 2);
        kafka.disconnected("flow-2", "gateway-1", 1);
        awaitHandled();
        assertThat(status("flow-2")).isEqualTo("online");
        Instant lastActive = lastActiveAt("flow-2");

        kafka.disconnected("flow-2", "gateway-1", 0);
        awaitHandled();

        assertThat(status("flow-2")).isEqualTo("offline");
        assertThat(lastActiveAt("flow-2")).isEqualTo(lastActive);
    }

    @Test
    void staysOnlineWhileAnotherGatewayHasAConnection() {
        kafka.connected("flow-3", "gateway-1", 1);
        kafka.connected("flow-3", "gateway-2", 1);
        kafka.disconnected("flow-3", "gateway-1", 0);
        awaitHandled();
        assertThat(status("flow-3")).isEqualTo("online");

        kafka.disconnected("flow-3", "gateway-2", 0);
        awaitHandled();

        assertThat(status("flow-3")).isEqualTo("offline");
    }

    @Test
    void ignoresTheCountOfAGatewayThatDied() {
        kafka.active("flow-4", "gateway-dead", Instant.now().minusSeconds(10));
        kafka.connected("flow-4", "gateway-2", 1);

        kafka.disconnected("flow-4", "gateway-2", 0);
        awaitHandled();

        assertThat(status("flow-4")).isEqualTo("offline");
        soon().untilAsserted(() -> assertThat(kafka.changesOf("flow-4"))
                .extracting(PresenceChanged::online)
                .containsExactly(true, false));
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
        Instant before = Instant.now();
        kafka.active("flow-6", "gateway-1", before);
        kafka.disconnected("flow-6", "gateway-1", 0);

        kafka.active("flow-6", "gateway-1", before);
        awaitHandled();

        assertThat(status("flow-6")).isEqualTo("offline");
        soon().untilAsserted(() -> assertThat(kafka.changesOf("flow-6"))
                .extracting(PresenceChanged::online)
                .containsExactly(true, false));
    }

    @Test
    void doesNotTrustAGatewayClockThatIsAhead() {
        kafka.active("flow-7", "gateway-1", Instant.now().plusSeconds(3600));

        awaitStatus("flow-7", "online");
        awaitStatus("flow-7", "offline");

        assertThat(lastActiveAt("flow-7")).isBefore(Instant.now());
    }

    @Test
    void announcesAParticipantOnceHoweverOftenItIsActive() {
        for (int i = 0; i < 20; i++) {
            kafka.connected("flow-8", "gateway-1", 1);
        }
        kafka.disconnected("flow-8", "gateway-1", 0);

        soon().untilAsserted(() -> assertThat(kafka.changesOf("flow-8")).hasSize(2));
        awaitHandled();
        assertThat(kafka.changesOf("flow-8")).hasSize(2);
    }
}
