package io.clawhub.gateway.protocol.claw;

import java.util.function.BiConsumer;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** The core of this gateway. */
@ApplicationScoped
class GatewayClawCore implements ClawCore {

    private final CommandDispatcher dispatcher;
    private final Identities identities;
    private final ConnectionRegistry registry;
    private final MessageService messages;
    private final MeterRegistry metrics;

    GatewayClawCore(
            CommandDispatcher dispatcher,
            Identities identities,
            ConnectionRegistry registry,
            MessageService messages,
            MeterRegistry metrics) {
        this.dispatcher = dispatcher;
        this.identities = identities;
        this.registry = registry;
        this.messages = messages;
        this.metrics = metrics;
    }

    @Override
    public void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer) {
        dispatcher.dispatch(connection, command, answer);
    }

    @Override
    public boolean areCredentialsRequired() {
        return identities.areCredentialsRequired();
    }

    @Override
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return identities.authenticate(apiKey, origin);
    }

    @Override
    public Uni<Authentication> claim(String participantId, Credential credential, String connectionId) {
        return identities.claim(participantId, credential, connectionId);
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

    @Override
    public void touch(ClientConnection connection) {
        registry.touch(connection);
    }

    @Override
    public boolean isLaneFull(ClientConnection connection, Runnable onSpace) {
        return connection.sends().isFull(onSpace);
    }

    @Override
    public void refused(HubError error) {
        metrics.counter("hub.refusals", "protocol", ClawHub.PROTOCOL, "code", error.name())
                .increment();
    }
}
