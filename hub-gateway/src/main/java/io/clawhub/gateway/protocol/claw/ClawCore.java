package io.clawhub.gateway.protocol.claw;

import java.util.function.BiConsumer;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** All that this adapter needs of the core. */
interface ClawCore {

    /** See {@link io.clawhub.gateway.core.CommandDispatcher#dispatch}. */
    void dispatch(ClientConnection connection, Command command, BiConsumer<Reply, HubException> answer);

    /** Whether a credential is needed. */
    boolean areCredentialsRequired();

    /** See {@link io.clawhub.gateway.core.accounts.Identities#authenticate}. */
    Uni<Credential> authenticate(String apiKey, String origin);

    /** See {@link io.clawhub.gateway.core.accounts.Identities#claim}. */
    Uni<Authentication> claim(String participantId, Credential credential, String connectionId);

    /** See {@link io.clawhub.gateway.core.accounts.Identities#reserve}. */
    Uni<Authentication> reserve(String participantId, Credential credential, String connectionId);

    /** A reservation ends. */
    void release(String participantId, String connectionId);

    /** A connection for somebody who is not known yet: it can ask, and hears nothing. */
    ClientConnection guest(Caller caller, OutboundQueue outbound);

    /** Somebody is known: from now on they hear what is for them. */
    ClientConnection open(Caller caller, OutboundQueue outbound, Function<Push, String> encoder);

    /** An opened connection is gone. */
    void close(ClientConnection connection);

    /** Something came in. */
    void touch(ClientConnection connection);

    /** Whether so many sends wait that no more should be read; {@code onSpace} runs once when there is room again. */
    boolean isLaneFull(ClientConnection connection, Runnable onSpace);

    /** A frame was refused before it became a command. */
    void refused(HubError error);
}
