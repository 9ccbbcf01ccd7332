package io.clawhub.gateway.protocol.agentclub;

import java.util.function.Function;

import jakarta.inject.Singleton;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.GatewaySocketCore;

/** The core of this gateway, as this protocol uses it. */
@Singleton
class ClubCore extends GatewaySocketCore {

    /** The protocol's name in metrics and records. */
    static final String PROTOCOL = "agentclub";

    private final ConnectionRegistry registry;
    private final MessageService messages;
    private final int maxContentBytes;

    ClubCore(ConnectionRegistry registry, MessageService messages, GatewayConfig config, Parts parts) {
        super(parts, PROTOCOL);
        this.registry = registry;
        this.messages = messages;
        this.maxContentBytes = config.agentClub().maxContentBytes();
    }

    /** Registers an identified connection; its missed messages follow. */
    ClientConnection open(Caller caller, OutboundQueue outbound, Function<Push, String> encoder, Terms terms) {
        ClientConnection connection = new ClientConnection(
                caller, outbound, messages.openLaneWithoutReceipts(caller, maxContentBytes), encoder, terms);
        registry.add(connection);
        return connection;
    }

    /** The connection is gone. */
    void close(ClientConnection connection) {
        registry.remove(connection);
    }
}
