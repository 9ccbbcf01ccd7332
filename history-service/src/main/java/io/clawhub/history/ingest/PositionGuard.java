package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.concurrent.ExecutorService;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.history.HistoryConfig;

/**
 * Notices that the database lost its last moment even when no further record comes by: a crash takes back what was
 * committed less than a second before, and the partition may fall silent right then.
 */
@ApplicationScoped
class PositionGuard {

    private static final Logger LOG = Logger.getLogger(PositionGuard.class);

    private final BatchStore store;
    private final Patience patience;
    private final Duration every;

    PositionGuard(BatchStore store, Patience patience, HistoryConfig config) {
        this.store = store;
        this.patience = patience;
        this.every = config.positionsVerify();
    }

    void start(@Observes StartupEvent event, @VirtualThreads ExecutorService virtualThreads) {
        virtualThreads.execute(this::watch);
    }

    private void watch() {
        while (patience.pause(every)) {
            try {
                store.verify();
            } catch (RuntimeException e) {
                LOG.debugf("positions not verified cause=%s", e.toString());
            }
        }
    }
}
