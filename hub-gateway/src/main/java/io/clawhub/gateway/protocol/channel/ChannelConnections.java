package io.clawhub.gateway.protocol.channel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.credentials.EndListener;
import io.clawhub.gateway.core.outbound.OutboundBudget;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.HubSocket;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.PausableTransport;
import io.clawhub.gateway.websocket.TokenBucket;
import io.clawhub.gateway.websocket.Upgrades;

/** The connections of this protocol on this gateway, and what they share. */
@ApplicationScoped
public class ChannelConnections implements EndListener {

    private final ChannelHub hub;
    private final GatewayConfig.Connection limits;
    private final OutboundBudget budget;
    private final MeterRegistry metrics;
    private final Set<ChannelConnection> open = ConcurrentHashMap.newKeySet();
    /** Streams of all events. */
    private final ConcurrentMap<String, ChannelConnection> byClient = new ConcurrentHashMap<>();

    @Inject
    ChannelConnections(
            ChannelCore core,
            OwnerLimits owners,
            ChannelConfig config,
            GatewayConfig gateway,
            OutboundBudget budget,
            MeterRegistry metrics) {
        this(new ChannelHub(core, owners, config, System::currentTimeMillis), gateway.connection(), budget, metrics);
    }

    ChannelConnections(ChannelHub hub, GatewayConfig.Connection others, OutboundBudget budget, MeterRegistry metrics) {
        this.hub = hub;
        this.limits = new ReaderLimits(others);
        this.budget = budget;
        this.metrics = metrics;
        metrics.gauge("hub.channel.connections", open, Set::size);
    }

    /** A new socket. Runs on its event loop. */
    ChannelConnection open(WebSocketConnection connection) {
        HubSocket socket = new HubSocket(connection, connection.userData().get(Upgrades.REQUEST), this::transportError);
        return open(connection.userData().get(ChannelUpgrade.ENROLMENT), socket, Loop.of(Vertx.currentContext()));
    }

    /** The same, for any socket. One connection too many of its owner is closed, and counts for nothing. */
    ChannelConnection open(Enrolment enrolment, PausableTransport transport, Loop loop) {
        ChannelSocket socket = new ChannelSocket(transport, enrolment.isExtended());
        OutboundQueue outbound = new OutboundQueue(socket, loop, limits, budget);
        TokenBucket questions = hub.owners().enter(enrolment.owner());
        ChannelConnection opened = new ChannelConnection(hub, enrolment, socket, outbound, loop, questions);
        if (questions != null) {
            entered(opened);
        }
        opened.opened();
        return opened;
    }

    private void entered(ChannelConnection opened) {
        open.add(opened);
        String clientId = opened.enrolment().clientId();
        // Clients that come again without closing would pile up.
        ChannelConnection before = clientId == null ? null : byClient.put(clientId, opened);
        if (before != null) {
            before.replaced();
        }
    }

    /** A socket is gone. */
    void closed(ChannelConnection connection) {
        if (open.remove(connection)) {
            if (connection.enrolment().clientId() != null) {
                byClient.remove(connection.enrolment().clientId(), connection);
            }
            connection.closed();
            hub.owners().leave(connection.enrolment().owner());
        }
    }

    void transportError(Throwable failure) {
        metrics.counter(
                        "hub.transport.errors",
                        "protocol",
                        ChannelHub.PROTOCOL,
                        "kind",
                        failure.getClass().getSimpleName())
                .increment();
    }

    @Override
    public void ended(String credentialId) {
        open.forEach(connection -> connection.revoked(credentialId));
    }

    void goodbye(@Observes @Priority(10) ShutdownEvent stopping) {
        open.forEach(ChannelConnection::goAway);
    }
}
