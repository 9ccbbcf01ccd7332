package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.history.HistoryConfig;

/** How the ingestion waits between tries: growing pauses, as long as it takes, but not beyond the service's end. */
@ApplicationScoped
class Patience {

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 16;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Duration atMost;

    Patience(HistoryConfig config) {
        this.atMost = config.retryPauseAtMost();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /**
     * Blocks for the pause before the given try, 1 being the second try.
     *
     * @return false when the service stops: give up, nothing is lost, the positions have not moved
     */
    boolean pauseBefore(int retry) {
        long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(retry - 1, MOST_DOUBLINGS), atMost.toMillis());
        return pause(Duration.ofMillis(pause));
    }

    /** Blocks for a time; false when the service stops. */
    boolean pause(Duration time) {
        try {
            return !stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
