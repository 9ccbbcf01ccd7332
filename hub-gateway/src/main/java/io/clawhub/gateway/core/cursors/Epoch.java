package io.clawhub.gateway.core.cursors;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Names this hub's data, the same on every gateway: a client's cursors mean something only under the epoch they were
 * made in. Another database or another generation of the log is another epoch.
 */
@ApplicationScoped
public class Epoch {

    private static final Logger LOG = Logger.getLogger(Epoch.class);

    private final DatabaseContext database;
    private final int generation;
    private volatile String known;

    Epoch(DatabaseContext database, GatewayConfig config) {
        this.database = database;
        this.generation = config.chatEvents().generation();
    }

    void start(@Observes StartupEvent starting) {
        value().subscribe()
                .with(
                        epoch -> LOG.infof("epoch=%s", epoch),
                        failure -> LOG.warnf("epoch not read yet: %s", failure.getMessage()));
    }

    /**
     * The epoch. Read once, then remembered.
     *
     * @return fails with {@link io.clawhub.gateway.core.HubError#DIRECTORY_UNAVAILABLE} if it could not be read yet
     */
    public Uni<String> value() {
        return Uni.createFrom()
                .deferred(() -> known != null
                        ? Uni.createFrom().item(known)
                        : database.inSession(() -> Panache.getSession().chain(session -> session.createNativeQuery(
                                                "SELECT value FROM epoch", String.class)
                                        .getSingleResult()))
                                .map(value -> "e_" + value + "_" + generation)
                                .invoke(value -> known = value));
    }
}
