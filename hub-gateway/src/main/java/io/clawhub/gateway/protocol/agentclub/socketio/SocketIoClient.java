package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** Hears what happens to one accepted session, in order, on its loop. */
public interface SocketIoClient {

    /**
     * An event came.
     *
     * @param ackId under which the client wants an acknowledgement ({@link SocketIoText#ack}), or null
     */
    void event(String name, List<JsonNode> args, Long ackId);

    /** Something came in, be it a pong. Not before the session was accepted. */
    void touched();

    /** The socket is read again, or is not read for now, so that nothing can come in and silence means nothing. */
    default void reading(boolean on) {}

    /**
     * The session is over, whoever ended it, and all that came before was handed over. Called once, last, and only for a
     * session that was accepted, be it that the client had gone by then.
     */
    void closed();
}
