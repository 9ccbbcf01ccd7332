package io.clawhub.presence.state;

import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.presence.PresenceConfig;

/** Takes participants offline whose time ran out. */
@ApplicationScoped
public class RedisExpiry {

    private final RedisScript script;
    private final String timeoutMillis;

    RedisExpiry(Redis redis, PresenceConfig config) {
        this.script = new RedisScript(redis, config.redisTimeout(), "sweep");
        this.timeoutMillis = Long.toString(config.activeTimeout().toMillis());
    }

    /** Takes up to {@code limit} participants offline and says how many it were. */
    public Uni<Integer> expire(int limit) {
        return script.run(
                        List.of(RedisKeys.ONLINE, RedisKeys.VERSIONS, RedisKeys.OUTBOX),
                        List.of(timeoutMillis, Integer.toString(limit)))
                .map(Response::toInteger);
    }
}
