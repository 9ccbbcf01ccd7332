package io.clawhub.gateway.protocol.claw;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.GatewaySocketCore;

/** The core of this gateway. */
@Singleton
class GatewayClawCore extends GatewaySocketCore implements ClawCore {

    private final Identities identities;
    private final ConnectionRegistry registry;
    private final MessageService messages;

    GatewayClawCore(
            Identities identities,
            ConnectionRegistry registry,
            MessageService messages,
            GatewaySocketCore.Parts parts) {
        super(parts, ClawHub.PROTOCOL);
        this.identities = identities;
        this.registry = registry;
        this.messages = messages;
    }

    @Override
    public Uni<Authentication> reserve(String participantId, Credential credential, String connectionId) {
        return identities.reserve(participantId, credential, connectionId);
    }

    @Override
    public void release(String participantId, String connectionId) {
        identities.release(participantId, connectionId);
    }

    @Override
    public ClientConnection guest(Caller caller, OutboundQueue outbound) {
        return new ClientConnection(caller, outbound, messages.openLane(caller), push -> null);
    }

    @Override
    public ClientConnection open(Caller caller, OutboundQueue outbound, Function<Push, String> encoder) {
        ClientConnection connection = new ClientConnection(caller, outbound, messages.openLane(caller), encoder);
        registry.add(connection);
        return connection;
    }

    @Override
    public void close(ClientConnection connection) {
        registry.remove(connection);
    }
}
