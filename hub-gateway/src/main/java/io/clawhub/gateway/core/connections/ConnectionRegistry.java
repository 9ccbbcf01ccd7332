package io.clawhub.gateway.core.connections;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.activity.ActivityReporter;
import io.clawhub.gateway.core.delivery.CatchUp;
import io.clawhub.gateway.core.delivery.DeliveredCursors;
import io.clawhub.gateway.core.outbound.CloseReason;

/** The identified connections of this gateway, by participant. */
@ApplicationScoped
public class ConnectionRegistry {

    private static final ClientConnection[] NONE = {};
    private static final long MATURE_MILLIS = 200;

    private final ConcurrentMap<String, ClientConnection[]> byParticipant = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger toldOfReceipts = new AtomicInteger();
    private final ActivityReporter activity;
    private final CatchUp catchUp;
    private final DeliveredCursors cursors;
    private final GatewayConfig config;
    private final Instance<ConnectionListener> listeners;

    ConnectionRegistry(
            ActivityReporter activity,
            CatchUp catchUp,
            DeliveredCursors cursors,
            GatewayConfig config,
            @Any Instance<ConnectionListener> listeners,
            MeterRegistry metrics) {
        this.activity = activity;
        this.catchUp = catchUp;
        this.cursors = cursors;
        this.config = config;
        this.listeners = listeners;
        metrics.gauge("hub.connections", open);
    }

    void start(@Observes StartupEvent starting, Vertx vertx) {
        vertx.setPeriodic(MATURE_MILLIS, timer -> mature());
    }

    /** The connections of a participant; must not be modified. */
    public ClientConnection[] of(String participantId) {
        return byParticipant.getOrDefault(participantId, NONE);
    }

    /** How many connections are open. */
    public int size() {
        return open.get();
    }

    /** Whether any connection here wants to know how far others are. */
    public boolean anyWantsReceipts() {
        return toldOfReceipts.get() > 0;
    }

    /** The client of this connection has stored the conversation up to this seq, or up to the last one it was sent. */
    public void acknowledge(ClientConnection connection, String conversationId, long seq) {
        connection.gate().acknowledge(conversationId, seq, sink(connection));
    }

    /** Registers a connection and starts its catch-up. From now on every event for its participant reaches its gate. */
    public void add(ClientConnection connection) {
        add(connection, Map.of());
    }

    /**
     * The same for a client that says how far it is.
     *
     * @param cursors conversation id to the seq up to which it has everything; the greater of this and the stored cursor
     *     counts for this connection's catch-up
     */
    public void add(ClientConnection connection, Map<String, Long> cursors) {
        connection.gate().claim(cursors);
        String participantId = connection.caller().participantId();
        ClientConnection[] all = byParticipant.compute(participantId, (id, before) -> with(before, connection));
        open.incrementAndGet();
        toldOfReceipts.addAndGet(connection.wantsReceipts() ? 1 : 0);
        activity.connected(participantId, all.length);
        catchUp.start(connection.caller(), connection.gate(), connection.outbound());
        listeners.forEach(listener -> listener.opened(connection));
    }

    /** Takes a closed connection out. */
    public void remove(ClientConnection connection) {
        remove(connection, false);
    }

    /**
     * Takes a closed connection out.
     *
     * @param lingering whether its client is about to come back, as one that polls does: it goes offline by the time-out only
     */
    public void remove(ClientConnection connection, boolean lingering) {
        String participantId = connection.caller().participantId();
        connection.outbound().discard();
        connection
                .gate()
                .close(System.currentTimeMillis(), config.delivery().grace().toMillis(), sink(connection));
        ClientConnection[] left =
                byParticipant.computeIfPresent(participantId, (id, before) -> without(before, connection));
        open.decrementAndGet();
        toldOfReceipts.addAndGet(connection.wantsReceipts() ? -1 : 0);
        if (!lingering) {
            activity.disconnected(participantId, left == null ? 0 : left.length);
        }
        listeners.forEach(listener -> listener.closed(connection));
    }

    /** A frame or a pong came in. */
    public void touch(ClientConnection connection) {
        long now = System.currentTimeMillis();
        connection.touch(now);
        activity.active(
                connection.caller().participantId(), now, of(connection.caller().participantId()).length);
    }

    /** Visits every connection. */
    public void forEach(Consumer<ClientConnection> visitor) {
        byParticipant.values().forEach(all -> Arrays.asList(all).forEach(visitor));
    }

    /** Counts as delivered what was written a grace time ago. */
    void mature() {
        long before = System.currentTimeMillis() - config.delivery().grace().toMillis();
        forEach(connection -> connection.gate().mature(before, sink(connection)));
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void closeDead() {
        long deadline =
                System.currentTimeMillis() - config.connection().idleTimeout().toMillis();
        forEach(connection -> {
            if (connection.isSilentSince(deadline)) {
                connection.outbound().close(CloseReason.IDLE);
            }
        });
    }

    /**
     * Says goodbye to everybody, so that clients come back at once and catch up. Their cursors stand when this returns.
     */
    public void closeAll() {
        forEach(connection -> {
            settle(connection);
            connection.outbound().close(CloseReason.GOING_AWAY);
        });
    }

    private void settle(ClientConnection connection) {
        connection
                .gate()
                .close(System.currentTimeMillis(), config.delivery().grace().toMillis(), sink(connection));
    }

    private DeliveredCursors.Sink sink(ClientConnection connection) {
        return (conversationId, seq, audience) -> cursors.advance(connection.caller(), conversationId, seq, audience);
    }

    private static ClientConnection[] with(ClientConnection[] before, ClientConnection added) {
        if (before == null) {
            return new ClientConnection[] {added};
        }
        ClientConnection[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = added;
        return after;
    }

    private static ClientConnection[] without(ClientConnection[] before, ClientConnection removed) {
        ClientConnection[] after =
                Arrays.stream(before).filter(one -> one != removed).toArray(ClientConnection[]::new);
        return after.length == 0 ? null : after;
    }
}
