package io.clawhub.gateway.core.activity;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.ActivityRecorded.Kind;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.log.InMemoryEventLog;

import static org.assertj.core.api.Assertions.assertThat;

class ActivityReporterTest {

    private final InMemoryEventLog log = new InMemoryEventLog();
    private final ActivityReporter reporter = new ActivityReporter(log, new GatewayId(TestConfig.with(Map.of())));

    @Test
    void tellsWhoComesGoesAndNowAndThenWhoIsThere() {
        reporter.connected("ann", 1);
        reporter.active("ann", System.currentTimeMillis(), 1);
        reporter.active("ann", System.currentTimeMillis() + 60_000, 1);
        reporter.disconnected("ann", 0);

        assertThat(log.published)
                .map(record -> ((ActivityRecorded) record).kind())
                .containsExactly(Kind.CONNECTED, Kind.ACTIVE, Kind.DISCONNECTED);
    }

    @Test
    void whoStandsForASessionIsNobody() {
        String session = Ids.sessionParticipantId("", "bot", "s");
        reporter.connected(session, 1);
        reporter.active(session, System.currentTimeMillis() + 60_000, 1);
        reporter.disconnected(session, 0);

        assertThat(log.published).isEmpty();
    }
}
