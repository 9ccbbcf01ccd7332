package io.clawhub.gateway.protocol.claw;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
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
public class ClawConnections {

    private final ClawHub hub;
    private final GatewayConfig config;
    private final OutboundBudget budget;
    private final MeterRegistry metrics;

    ClawConnections(
            ClawCore core,
            AgentLimits agents,
            GatewayConfig config,
            OutboundBudget budget,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.hub = new ClawHub(
                core, new Aliases(), agents, config.limits(), config.send().maxContentBytes(), version);
        this.config = config;
        this.budget = budget;
        this.metrics = metrics;
    }

    /** A new socket. Runs on its event loop. */
    ClawConnection open(WebSocketConnection connection) {
        Loop loop = Loop.of(Vertx.currentContext());
        HubSocket socket = new HubSocket(connection, connection.userData().get(Upgrades.REQUEST), this::transportError);
        OutboundQueue outbound = new OutboundQueue(socket, loop, config.connection(), budget);
        ClawConnection client = new ClawConnection(hub, socket, outbound, loop);
        Set<String> capabilities = capabilities(connection.userData().get(Upgrades.REQUEST));
        client.declared(capabilities);
        String query = connection.handshakeRequest().query();
        boolean acks = capabilities.contains("ack") || query != null && ("&" + query + "&").contains("&ack=1&");
        if (acks) {
            client.acknowledge();
        }
        connection.userData().get(ClawUpgrade.ADMISSION).to(client, acks);
        return client;
    }

    /** What the URL declares, for clients that send no {@code connect}. */
    private static Set<String> capabilities(HttpServerRequest upgrade) {
        String declared = upgrade.getParam("capabilities");
        return declared == null ? Set.of() : Arrays.stream(declared.split(",")).collect(Collectors.toSet());
    }

    /** Whether the agent may have one more connection here. */
    boolean hasRoom(String agentId) {
        return hub.agents().hasRoom(agentId);
    }

    void transportError(Throwable failure) {
        metrics.counter(
                        "hub.transport.errors",
                        "protocol",
                        ClawHub.PROTOCOL,
                        "kind",
                        failure.getClass().getSimpleName())
                .increment();
    }
}
