package io.clawhub.gateway.websocket;

import java.util.function.BiConsumer;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;

/** What every adapter with a socket needs of the core. */
public interface SocketCore {

    /** See {@link io.clawhub.gateway.core.CommandDispatcher#dispatch}. */
    void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer);

    /** Whether a credential is needed. */
    boolean areCredentialsRequired();

    /** See {@link io.clawhub.gateway.core.accounts.Identities#authenticate}. */
    Uni<Credential> authenticate(String apiKey, String origin);

    /** See {@link io.clawhub.gateway.core.accounts.Identities#claim}. */
    Uni<Authentication> claim(String participantId, Credential credential, String connectionId);

    /** Something came in. */
    void touch(ClientConnection connection);

    /** Whether so many sends wait that no more should be read; {@code onSpace} runs once when there is room again. */
    boolean isLaneFull(ClientConnection connection, Runnable onSpace);

    /** A frame was refused before it became a command. */
    void refused(HubError error);
}
