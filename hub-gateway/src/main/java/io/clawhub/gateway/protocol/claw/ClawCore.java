package io.clawhub.gateway.protocol.claw;

import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.SocketCore;

/** All that this adapter needs of the core. */
interface ClawCore extends SocketCore {

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
}
