package io.clawhub.gateway.core.leases;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * This gateway's row in {@code gateway}: a lease of 6 s, renewed every 2 s. A gateway that dies is believed alive for 6 s
 * at most; one that stops gives its lease back at once. After an outage of the database the lease is taken again, and
 * the {@link LeaseListener}s write again what was swept meanwhile.
 */
@ApplicationScoped
public class GatewayLease {

    private static final Logger LOG = Logger.getLogger(GatewayLease.class);

    private static final long RENEW_MILLIS = 2_000;
    /** Less than the lease: what we believe to hold we hold, whatever a renewal took. */
    private static final long BELIEVED_NANOS = Duration.ofSeconds(5).toNanos();

    private static final long RELEASE_SECONDS = 2;

    private static final String RENEW =
            "UPDATE gateway SET lease_until = now() + interval '6 seconds' WHERE id = :gatewayId";
    private static final String TAKE =
            "INSERT INTO gateway (id, lease_until) VALUES (:gatewayId, now() + interval '6 seconds')";
    private static final String DELETE = "DELETE FROM gateway WHERE id = :gatewayId";
    // Housekeeping only: what a lapsed lease holds counts for nothing already.
    private static final String SWEEP = "DELETE FROM gateway WHERE lease_until < now() - interval '30 seconds'";

    private final GatewayId gatewayId;
    private final DatabaseContext database;
    private final Instance<LeaseListener> listeners;
    private CompletableFuture<Void> renewing;
    private volatile boolean taken;
    private volatile boolean stopping;
    private volatile long renewedNanos;

    GatewayLease(GatewayId gatewayId, DatabaseContext database, @Any Instance<LeaseListener> listeners) {
        this.gatewayId = gatewayId;
        this.database = database;
        this.listeners = listeners;
    }

    void start(@Observes StartupEvent starting, Vertx vertx) {
        renewQuietly();
        vertx.setPeriodic(RENEW_MILLIS, timer -> renewQuietly());
    }

    /**
     * Completes once the lease is held, at once as a rule. Fails with {@link HubError#DIRECTORY_UNAVAILABLE} when it
     * cannot be renewed, or this gateway is stopping.
     */
    public Uni<Void> ensure() {
        if (stopping) {
            return Uni.createFrom()
                    .failure(new HubException(HubError.DIRECTORY_UNAVAILABLE, "this gateway is stopping"));
        }
        return isHeld() ? Uni.createFrom().voidItem() : renew();
    }

    private boolean isHeld() {
        return taken && System.nanoTime() - renewedNanos < BELIEVED_NANOS;
    }

    private void renewQuietly() {
        if (!stopping) {
            renew().subscribe().with(done -> {}, failure -> LOG.warnf("lease not renewed: %s", failure.getMessage()));
        }
    }

    private Uni<Void> renew() {
        return Uni.createFrom().completionStage(this::join);
    }

    /** One renewal at a time; whoever comes meanwhile shares it. */
    private CompletableFuture<Void> join() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (renewing != null) {
                return renewing;
            }
            mine = new CompletableFuture<>();
            renewing = mine;
        }
        long begun = System.nanoTime();
        database.inTransaction(this::renewInTransaction)
                .subscribe()
                .with(done -> finish(mine, begun, null), failure -> finish(mine, begun, failure));
        return mine;
    }

    private void finish(CompletableFuture<Void> renewal, long begunNanos, Throwable failure) {
        synchronized (this) {
            renewing = null;
        }
        if (failure == null) {
            renewedNanos = begunNanos;
            taken = true;
            renewal.complete(null);
        } else {
            renewal.completeExceptionally(failure);
        }
    }

    private Uni<Void> renewInTransaction() {
        if (!taken) {
            // An earlier life under this configured id may have left something behind.
            return execute(DELETE).chain(this::take);
        }
        return execute(RENEW).chain(rows -> rows == 1 ? Uni.createFrom().voidItem() : take());
    }

    private Uni<Void> take() {
        return execute(TAKE).chain(() -> Multi.createFrom()
                .iterable(listeners)
                .onItem()
                .transformToUniAndConcatenate(listener -> listener.taken(gatewayId.value()))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Integer> execute(String sql) {
        return Panache.getSession().chain(session -> session.createNativeQuery(sql)
                .setParameter("gatewayId", gatewayId.value())
                .executeUpdate());
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(SWEEP).executeUpdate()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    /** After the goodbyes: all that this gateway held is gone with its row. */
    void release(@Observes @Priority(20) ShutdownEvent stop) {
        stopping = true;
        try {
            database.inTransaction(() -> execute(DELETE))
                    .subscribeAsCompletionStage()
                    .get(RELEASE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warnf("lease not given back, it ends within 6 s: %s", e.getMessage());
        }
    }
}
