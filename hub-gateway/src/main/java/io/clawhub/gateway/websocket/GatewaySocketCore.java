package io.clawhub.gateway.websocket;

import java.util.function.BiConsumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;

/** The core of this gateway, as far as every adapter with a socket needs it. */
public abstract class GatewaySocketCore implements SocketCore {

    private final Parts parts;
    private final String protocol;

    /** The parts of the core that take part. */
    @Singleton
    public record Parts(
            CommandDispatcher dispatcher, Identities identities, ConnectionRegistry registry, MeterRegistry metrics) {}

    /**
     * For one adapter.
     *
     * @param protocol its name in metrics
     */
    protected GatewaySocketCore(Parts parts, String protocol) {
        this.parts = parts;
        this.protocol = protocol;
    }

    @Override
    public void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer) {
        parts.dispatcher().dispatch(connection, command, answer);
    }

    @Override
    public boolean areCredentialsRequired() {
        return parts.identities().areCredentialsRequired();
    }

    @Override
    public Uni<Credential> authenticate(String apiKey, String origin) {
        return parts.identities().authenticate(apiKey, origin);
    }

    @Override
    public Uni<Authentication> claim(String participantId, Credential credential, String connectionId) {
        return parts.identities().claim(participantId, credential, connectionId);
    }

    @Override
    public void touch(ClientConnection connection) {
        parts.registry().touch(connection);
    }

    @Override
    public boolean isLaneFull(ClientConnection connection, Runnable onSpace) {
        return connection.sends().isFull(onSpace);
    }

    @Override
    public void refused(HubError error) {
        parts.metrics()
                .counter("hub.refusals", "protocol", protocol, "code", error.name())
                .increment();
    }
}
