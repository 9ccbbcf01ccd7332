package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.websocket.Loop;

/**
 * The sessions of this gateway. One sweep looks after the pings of all of them: a timer for each would cost more than the
 * sessions.
 */
@ApplicationScoped
public class EngineIoServer implements EngineIoSession.EngineIoRegister {

    private static final String PROTOCOL = "agentclub";
    private static final int ID_DIGITS = 32;
    /** The share of sessions that may be open with nobody behind them: what a flood of handshakes can take. */
    private static final int UNCONFIRMED_SHARE = 4;

    private final ConcurrentMap<String, EngineIoSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private final EngineIoApplication application;
    private final EngineIoSettings settings;
    private final Vertx vertx;
    private final MeterRegistry metrics;
    private long sweep;

    EngineIoServer(
            EngineIoApplication application,
            GatewayConfig config,
            Vertx vertx,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size") int maxPayload) {
        var given = config.socketIo();
        this.application = application;
        this.settings = new EngineIoSettings(
                given.pingInterval().toMillis(), given.pingTimeout().toMillis(), maxPayload, given.maxSessions());
        this.vertx = vertx;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent starting) {
        sweep = vertx.setPeriodic(settings.sweepMillis(), timer -> sweep(System.nanoTime()));
        metrics.gaugeMapSize("hub.engineio.sessions", List.of(), sessions);
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(sweep);
    }

    private void sweep(long now) {
        for (EngineIoSession session : sessions.values()) {
            if (session.isDue(now)) {
                session.loop().execute(session::tick);
            }
        }
    }

    boolean isServed() {
        return application.isServed();
    }

    EngineIoSettings settings() {
        return settings;
    }

    /** The session, or null. */
    EngineIoSession find(String id) {
        return sessions.get(id);
    }

    /** Whether there is room for one more session. */
    boolean hasRoom() {
        return sessions.size() < settings.maxSessions()
                && unconfirmed.get() < Math.max(1, settings.maxSessions() / UNCONFIRMED_SHARE);
    }

    /** A new session; runs on its loop. */
    EngineIoSession open(Handshake handshake, Loop loop) {
        EngineIoSession session =
                new EngineIoSession(Ids.fresh("", ID_DIGITS), handshake, loop, settings, this, System::nanoTime);
        sessions.put(session.id(), session);
        unconfirmed.incrementAndGet();
        return session;
    }

    EngineIoApplication application() {
        return application;
    }

    @Override
    public void confirmed() {
        unconfirmed.decrementAndGet();
    }

    @Override
    public void ended(EngineIoSession session, boolean wasConfirmed) {
        if (sessions.remove(session.id()) != null && !wasConfirmed) {
            unconfirmed.decrementAndGet();
        }
    }

    @Override
    public void refused(HubError error) {
        metrics.counter("hub.refusals", "protocol", PROTOCOL, "code", error.name())
                .increment();
    }

    void transportError(Throwable failure) {
        metrics.counter(
                        "hub.transport.errors",
                        "protocol",
                        PROTOCOL,
                        "kind",
                        failure.getClass().getSimpleName())
                .increment();
    }
}
