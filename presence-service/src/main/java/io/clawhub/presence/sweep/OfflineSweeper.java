package io.clawhub.presence.sweep;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.presence.PresenceConfig;
import io.clawhub.presence.Rounds;
import io.clawhub.presence.state.RedisExpiry;

/** Sweeps in rounds of bounded script calls. */
@ApplicationScoped
public class OfflineSweeper {

    private final RedisExpiry state;
    private final int batch;
    private final Rounds rounds;

    OfflineSweeper(RedisExpiry state, PresenceConfig config, Vertx vertx) {
        this.state = state;
        this.batch = config.sweep().batch();
        this.rounds = new Rounds(vertx, "sweep", this::sweep, config.sweep().interval(), config.maxBackoff());
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Takes offline everybody whose time ran out, a batch at a time. */
    public Uni<Void> sweep() {
        return state.expire(batch)
                .chain(taken -> taken < batch ? Uni.createFrom().voidItem() : sweep());
    }
}
