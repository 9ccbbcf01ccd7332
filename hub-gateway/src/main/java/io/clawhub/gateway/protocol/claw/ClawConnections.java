package io.clawhub.gateway.protocol.claw;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** Makes connections of this protocol and gives them what they need of the core. */
@ApplicationScoped
public class ClawConnections {

    static final String PROTOCOL = "claw";
    /** The protocol has no client ids: all connections of an agent share their cursors. */
    private static final String CLIENT_ID = "claw";

    private final CommandDispatcher dispatcher;
    private final ConnectionRegistry registry;
    private final MessageService messages;
    private final GatewayConfig config;
    private final MeterRegistry metrics;

    ClawConnections(
            CommandDispatcher dispatcher,
            ConnectionRegistry registry,
            MessageService messages,
            GatewayConfig config,
            MeterRegistry metrics) {
        this.dispatcher = dispatcher;
        this.registry = registry;
        this.messages = messages;
        this.config = config;
        this.metrics = metrics;
    }

    /** A new socket. Runs on its event loop. */
    ClawConnection open(WebSocketConnection connection) {
        Context loop = Vertx.currentContext();
        ClawSocket socket =
                new ClawSocket(connection, connection.userData().get(ClawUpgrade.REQUEST), this::transportError);
        OutboundQueue outbound =
                new OutboundQueue(socket, task -> loop.runOnContext(ignored -> task.run()), config.connection());
        String agentId = connection.userData().get(ClawUpgrade.AGENT_ID);
        String query = connection.handshakeRequest().query();
        boolean acks = query != null && ("&" + query + "&").contains("&ack=1&");
        ClawConnection client = new ClawConnection(this, socket, outbound, acks);
        if (agentId != null) {
            client.identifiedByUpgrade(agentId, connection.userData().get(ClawUpgrade.PLAIN));
        }
        return client;
    }

    /** An agent was named: from now on it hears what is for it. */
    ClientConnection identify(String agentId, OutboundQueue outbound) {
        Caller caller = new Caller(agentId, CLIENT_ID, PROTOCOL, "open");
        ClientConnection connection =
                new ClientConnection(caller, outbound, messages.openLane(caller), ClawTranslator::push);
        registry.add(connection);
        return connection;
    }

    CommandDispatcher dispatcher() {
        return dispatcher;
    }

    ConnectionRegistry registry() {
        return registry;
    }

    /** A frame was refused before it became a command. */
    void refused(HubError error) {
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
