package io.clawhub.gateway.protocol.claw;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** Makes connections of this protocol and holds what they share. */
@ApplicationScoped
public class ClawConnections {

    private final ClawHub hub;
    private final GatewayConfig config;
    private final MeterRegistry metrics;

    ClawConnections(
            ClawCore core,
            GatewayConfig config,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.hub = new ClawHub(core, new Aliases(), new AgentLimits(config.limits()), config.limits(), version);
        this.config = config;
        this.metrics = metrics;
    }

    /** A new socket. Runs on its event loop. */
    ClawConnection open(WebSocketConnection connection) {
        Loop loop = new ContextLoop(Vertx.currentContext());
        ClawSocket socket =
                new ClawSocket(connection, connection.userData().get(ClawUpgrade.REQUEST), this::transportError);
        OutboundQueue outbound = new OutboundQueue(socket, loop, config.connection());
        ClawConnection client = new ClawConnection(hub, socket, outbound, loop);
        String query = connection.handshakeRequest().query();
        boolean acks = query != null && ("&" + query + "&").contains("&ack=1&");
        if (acks) {
            client.acknowledge();
        }
        connection.userData().get(ClawUpgrade.ADMISSION).to(client, acks);
        return client;
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

    /** The socket's event loop. */
    private record ContextLoop(Context context) implements Loop {

        @Override
        public void execute(Runnable task) {
            context.runOnContext(ignored -> task.run());
        }

        @Override
        public void schedule(long millis, Runnable task) {
            context.owner().setTimer(Math.max(1, millis), timer -> execute(task));
        }
    }
}
