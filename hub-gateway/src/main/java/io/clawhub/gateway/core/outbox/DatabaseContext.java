package io.clawhub.gateway.core.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/**
 * Runs database work in a session of its own, from any thread. A reactive session belongs to one Vert.x context, and
 * work that is started by a timer or a Kafka callback has none; work of one connection must not share one either.
 *
 * <p>Every call ends within the time-out. A database that does not answer is {@link HubError#DIRECTORY_UNAVAILABLE}.
 */
@ApplicationScoped
public class DatabaseContext {

    private static final Logger LOG = Logger.getLogger(DatabaseContext.class);

    /** Longer than any statement of ours takes, short enough for a sender that waits. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Vertx vertx;

    DatabaseContext(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The time as PostgreSQL keeps it: what is written and what is read back are equal. */
    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Work that reads. */
    public <T> Uni<T> inSession(Supplier<Uni<T>> work) {
        return isolated(late -> Panache.withSession(() -> unless(late, work)));
    }

    /** Work that is committed as a whole or not at all. */
    public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return isolated(late -> Panache.withTransaction(() -> unless(late, work)));
    }

    private <T> Uni<T> isolated(Function<AtomicBoolean, Uni<T>> work) {
        // The time-out is for the caller. Work that has begun is never cancelled half-way: PostgreSQL's own time-outs
        // end
        // it. Work that still waits for a connection is not begun: its caller was told that it failed.
        return Uni.createFrom().deferred(() -> {
            AtomicBoolean late = new AtomicBoolean();
            return Uni.createFrom()
                    .<T>emitter(emitter -> runIsolated(() -> work.apply(late), emitter))
                    .ifNoItem()
                    .after(TIMEOUT)
                    .fail()
                    .onFailure()
                    .invoke(failure -> late.set(true))
                    .onFailure()
                    .transform(DatabaseContext::refusal);
        });
    }

    private static <T> Uni<T> unless(AtomicBoolean late, Supplier<Uni<T>> work) {
        return late.get() ? Uni.createFrom().failure(new TimeoutException()) : work.get();
    }

    private <T> void runIsolated(Supplier<Uni<T>> work, UniEmitter<? super T> emitter) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> work.get().subscribe().with(emitter::complete, emitter::fail));
    }

    private static Throwable refusal(Throwable failure) {
        if (failure instanceof HubException) {
            return failure;
        }
        LOG.warnf("database work failed: %s", failure.toString());
        return new HubException(HubError.DIRECTORY_UNAVAILABLE, "the directory does not answer, please retry");
    }
}
