package io.clawhub.gateway.protocol.im;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.outbound.OutboundBudget;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.AgentLimits;
import io.clawhub.gateway.websocket.HubSocket;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.Upgrades;

/** Makes connections of this protocol and holds what they share. */
@ApplicationScoped
public class ImConnections {

    private final ImHub hub;
    private final OutboundBudget budget;
    private final MeterRegistry metrics;

    ImConnections(
            ImCore core,
            AgentLimits agents,
            GatewayConfig config,
            OutboundBudget budget,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size") int maxFrame,
            @ConfigProperty(name = "hub.attachments.max-size", defaultValue = "52428800") long maxAttachment) {
        this.hub = new ImHub(
                core, agents, config, new ImHub.Sizes(config.send().maxContentBytes(), maxFrame, maxAttachment));
        this.budget = budget;
        this.metrics = metrics;
    }

    /** A new socket. Runs on its event loop. */
    ImConnection open(WebSocketConnection connection) {
        Loop loop = Loop.of(Vertx.currentContext());
        Farewell socket = new Farewell(
                new HubSocket(connection, connection.userData().get(Upgrades.REQUEST), this::transportError));
        OutboundQueue outbound = new OutboundQueue(socket, loop, hub.config().connection(), budget);
        return new ImConnection(
                hub, socket, outbound, loop, connection.userData().get(ImUpgrade.CREDENTIAL));
    }

    void transportError(Throwable failure) {
        metrics.counter(
                        "hub.transport.errors",
                        "protocol",
                        ImHub.PROTOCOL,
                        "kind",
                        failure.getClass().getSimpleName())
                .increment();
    }
}
