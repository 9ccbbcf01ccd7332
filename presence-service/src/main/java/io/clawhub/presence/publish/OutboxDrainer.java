package io.clawhub.presence.publish;

import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.presence.PresenceConfig;
import io.clawhub.presence.Rounds;
import io.clawhub.presence.state.RedisOutbox;
import io.clawhub.presence.state.Transition;

/** Publishes what waits in the outbox. */
@ApplicationScoped
public class OutboxDrainer {

    private final RedisOutbox outbox;
    private final KafkaPresenceChanges changes;
    private final int batch;
    private final Counter published;
    private final Rounds rounds;
    private final String holder = UUID.randomUUID().toString();

    OutboxDrainer(
            RedisOutbox outbox,
            KafkaPresenceChanges changes,
            PresenceConfig config,
            MeterRegistry metrics,
            Vertx vertx) {
        this.outbox = outbox;
        this.changes = changes;
        this.batch = config.outbox().batch();
        this.published = metrics.counter("hub.presence.changes.published");
        this.rounds = new Rounds(vertx, "outbox", this::drain, config.outbox().interval(), config.maxBackoff());
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Publishes until the outbox is empty or another instance holds the lease. */
    public Uni<Void> drain() {
        return outbox.lease(holder).chain(this::publish);
    }

    private Uni<Void> publish(List<Transition> transitions) {
        if (transitions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return changes.publish(transitions.stream().map(Transition::change).toList())
                .chain(() -> outbox.remove(transitions))
                .invoke(() -> published.increment(transitions.size()))
                .chain(() -> transitions.size() < batch ? Uni.createFrom().voidItem() : drain());
    }
}
