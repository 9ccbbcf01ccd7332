package io.clawhub.presence.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.presence.PresenceConfig;

/** Takes activity into the state. */
@ApplicationScoped
public class RedisActivity {

    private final RedisScript script;
    private final String timeoutMillis;

    RedisActivity(Redis redis, PresenceConfig config) {
        this.script = new RedisScript(redis, config.redisTimeout(), "record-activity");
        this.timeoutMillis = Long.toString(config.activeTimeout().toMillis());
    }

    /**
     * Records signs of life in their order. After a failure some may have been recorded; recording them again changes
     * nothing more.
     */
    public Uni<Void> record(List<ActivityRecorded> activities) {
        if (activities.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Request> calls = new ArrayList<>(activities.size());
        for (ActivityRecorded activity : activities) {
            calls.add(call(activity));
        }
        return script.runAll(calls).replaceWithVoid();
    }

    private Request call(ActivityRecorded activity) {
        String participantId = activity.participantId();
        return script.call(
                List.of(
                        RedisKeys.ACTIVE,
                        RedisKeys.ONLINE,
                        RedisKeys.VERSIONS,
                        RedisKeys.OUTBOX,
                        RedisKeys.connections(participantId)),
                List.of(
                        participantId,
                        activity.gatewayId(),
                        word(activity.kind()),
                        Integer.toString(activity.connections()),
                        Long.toString(micros(activity.at())),
                        timeoutMillis));
    }

    private static String word(ActivityRecorded.Kind kind) {
        return switch (kind) {
            case CONNECTED -> "connected";
            case ACTIVE -> "active";
            case DISCONNECTED -> "disconnected";
        };
    }

    /** Microseconds since the epoch stay below 2^53, the largest integer Lua counts exactly, until the year 2255. */
    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }
}
