package io.clawhub.gateway.protocol.im;

import java.util.Map;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.websocket.SocketCore;

/** All that this adapter needs of the core. */
interface ImCore extends SocketCore {

    /** Says something for a caller without a connection; fails with a {@link HubException}. */
    Uni<Reply.Accepted> send(Caller caller, Command.SendMessage command);

    /** See {@link io.clawhub.gateway.core.CommandDispatcher#ask}. */
    Uni<Reply> ask(Caller caller, Command command);

    /** Names this hub's data: cursors of another epoch mean nothing. Fails with {@link HubError#DIRECTORY_UNAVAILABLE}. */
    Uni<String> epoch();

    /** Somebody is known: from now on they hear what is for them, and older connections of the same client are closed. */
    ClientConnection open(Caller caller, OutboundQueue outbound, Function<Push, String> encoder, Opening opening);

    /**
     * How a connection begins.
     *
     * @param cursors how far the client says it is: conversation id to seq
     * @param window deliveries that may be unacknowledged
     * @param isSeated whether older connections of the client are closed for it
     */
    record Opening(Map<String, Long> cursors, int window, boolean isSeated) {
        public Opening {
            cursors = Map.copyOf(cursors);
        }

        /** Of a client that is there. */
        Opening(Map<String, Long> cursors, int window) {
            this(cursors, window, true);
        }
    }

    /** From now on so many deliveries may be unacknowledged. */
    void window(ClientConnection connection, int deliveries);

    /** An opened connection is gone. {@code lingering}: its client polls, and is about to come back. */
    void close(ClientConnection connection, boolean lingering);
}
