package io.clawhub.presence.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.presence.PresenceConfig;

/** Answers who is online. */
@ApplicationScoped
public class RedisPresence {

    private final RedisScript script;
    private final String timeoutMillis;

    RedisPresence(Redis redis, PresenceConfig config) {
        this.script = new RedisScript(redis, config.queryTimeout(), "read-presence");
        this.timeoutMillis = Long.toString(config.activeTimeout().toMillis());
    }

    /** The participants' presence in the order asked, all at one moment. Fails within the query time-out. */
    public Uni<List<Presence>> of(List<String> participantIds) {
        List<String> arguments = new ArrayList<>(participantIds.size() + 1);
        arguments.add(timeoutMillis);
        arguments.addAll(participantIds);
        return script.run(List.of(RedisKeys.ACTIVE, RedisKeys.ONLINE), arguments)
                .map(answer -> presences(participantIds, answer));
    }

    private static List<Presence> presences(List<String> participantIds, Response answer) {
        List<Presence> presences = new ArrayList<>(participantIds.size());
        for (int i = 0; i < participantIds.size(); i++) {
            boolean online = answer.get(2 * i).toInteger() == 1;
            String last = answer.get(2 * i + 1).toString();
            presences.add(new Presence(
                    participantIds.get(i), online, last.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(last))));
        }
        return List.copyOf(presences);
    }
}
