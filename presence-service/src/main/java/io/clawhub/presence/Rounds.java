package io.clawhub.presence;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

/**
 * Runs an asynchronous step again and again with a pause after each, never two at once. After a failure the pause
 * doubles up to a limit; a run of failures is logged once at its begin and once at its end.
 */
public final class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final String name;
    private final Supplier<Uni<? extends Void>> step;
    private final Duration pause;
    private final Duration maxBackoff;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
    private boolean stopped;
    private int failures;

    public Rounds(Vertx vertx, String name, Supplier<Uni<? extends Void>> step, Duration pause, Duration maxBackoff) {
        this.vertx = vertx;
        this.name = name;
        this.step = step;
        this.pause = pause;
        this.maxBackoff = maxBackoff;
    }

    /** Begins after the first pause. */
    public void start() {
        runAfter(pause.toMillis());
    }

    /** No other step begins. Waits a moment for one that runs, so that nothing it uses is closed under it. Blocks. */
    public void stop() {
        CompletableFuture<Void> last;
        synchronized (this) {
            stopped = true;
            last = running;
        }
        last.completeOnTimeout(null, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void runAfter(long millis) {
        vertx.setTimer(Math.max(1, millis), timer -> run());
    }

    private void run() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        synchronized (this) {
            if (stopped) {
                return;
            }
            running = ended;
        }
        Uni.createFrom()
                .<Void>deferred(step)
                .onTermination()
                .invoke(() -> ended.complete(null))
                .subscribe()
                .with(done -> succeeded(), this::failed);
    }

    private void succeeded() {
        if (failures > 0) {
            LOG.infof("recovered round=%s failures=%d", name, failures);
            failures = 0;
        }
        runAfter(pause.toMillis());
    }

    private void failed(Throwable failure) {
        if (failures++ == 0) {
            LOG.warnf("failing round=%s cause=%s", name, failure);
        }
        long backoff = pause.toMillis() << Math.min(failures, 16);
        runAfter(Math.min(backoff, maxBackoff.toMillis()));
    }
}
