package io.clawhub.gateway.core.activity;

import java.time.Duration;
import java.time.Instant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.ActivityRecorded.Kind;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.log.EventLog;

/** Publishes activity, coalesced. */
@ApplicationScoped
public class ActivityReporter {

    /** One record per participant in this time: a fraction of presence's time-out, so a lost record does no harm. */
    private static final Duration COALESCE = Duration.ofSeconds(10);

    private static final int MAX_TRACKED = 500_000;

    private final EventLog log;
    private final String gatewayId;
    private final Cache<String, Long> lastReported =
            Caffeine.newBuilder().maximumSize(MAX_TRACKED).build();

    ActivityReporter(EventLog log, GatewayId gatewayId) {
        this.log = log;
        this.gatewayId = gatewayId.value();
    }

    /** A connection opened; so many are open now. */
    public void connected(String participantId, int connections) {
        publish(participantId, Kind.CONNECTED, connections);
    }

    /** A frame came in. Cheap: most calls end here. */
    public void active(String participantId, long nowMillis, int connections) {
        Long last = lastReported.getIfPresent(participantId);
        if (last == null || nowMillis - last >= COALESCE.toMillis()) {
            publish(participantId, Kind.ACTIVE, connections);
        }
    }

    /** A connection closed; so many are left. */
    public void disconnected(String participantId, int connections) {
        publish(participantId, Kind.DISCONNECTED, connections);
        if (connections == 0) {
            lastReported.invalidate(participantId);
        }
    }

    private void publish(String participantId, Kind kind, int connections) {
        if (Ids.isSession(participantId)) {
            // The hub's own, which stands for somebody else: nobody asks where it is.
            return;
        }
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        lastReported.put(participantId, now.toEpochMilli());
        log.publish(
                Topics.PRESENCE_ACTIVITY,
                participantId,
                new ActivityRecorded(participantId, gatewayId, kind, connections, now));
    }
}
