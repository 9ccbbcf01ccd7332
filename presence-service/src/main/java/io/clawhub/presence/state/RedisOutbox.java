package io.clawhub.presence.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.PresenceChanged;
import io.clawhub.presence.PresenceConfig;

/** The transitions that wait to be published, oldest first. Its order is the order of each participant's versions. */
@ApplicationScoped
public class RedisOutbox {

    private final Redis redis;
    private final RedisScript script;
    private final Duration timeout;
    private final PresenceConfig.Outbox settings;

    RedisOutbox(Redis redis, PresenceConfig config) {
        this.redis = redis;
        this.script = new RedisScript(redis, config.redisTimeout(), "lease-outbox");
        this.timeout = config.redisTimeout();
        this.settings = config.outbox();
    }

    /**
     * The oldest transitions, for one instance at a time: empty while another holds the lease. They stay until
     * {@link #remove}.
     *
     * @param holder who asks; the lease is renewed with each call
     */
    public Uni<List<Transition>> lease(String holder) {
        return script.run(
                        List.of(RedisKeys.OUTBOX_LEASE, RedisKeys.OUTBOX),
                        List.of(holder, Long.toString(settings.lease().toMillis()), Integer.toString(settings.batch())))
                .map(RedisOutbox::transitions);
    }

    /** Removes published transitions. Harmless for those already removed. */
    public Uni<Void> remove(List<Transition> published) {
        Request request = Request.cmd(Command.XDEL).arg(RedisKeys.OUTBOX);
        published.forEach(transition -> request.arg(transition.outboxId()));
        return redis.send(request).ifNoItem().after(timeout).fail().replaceWithVoid();
    }

    private static List<Transition> transitions(Response entries) {
        if (entries == null) {
            return List.of();
        }
        List<Transition> transitions = new ArrayList<>(entries.size());
        for (Response entry : entries) {
            transitions.add(new Transition(entry.get(0).toString(), change(entry.get(1))));
        }
        return List.copyOf(transitions);
    }

    private static PresenceChanged change(Response fieldsAndValues) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < fieldsAndValues.size(); i += 2) {
            fields.put(
                    fieldsAndValues.get(i).toString(),
                    fieldsAndValues.get(i + 1).toString());
        }
        return new PresenceChanged(
                fields.get("participant"),
                "1".equals(fields.get("online")),
                Instant.ofEpochMilli(Long.parseLong(fields.get("last"))),
                Long.parseLong(fields.get("version")));
    }
}
