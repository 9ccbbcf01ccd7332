package io.clawhub.gateway.protocol.agentclub.socketio;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.protocol.agentclub.engineio.Handshake;
import io.clawhub.gateway.websocket.Inbox;
import io.clawhub.gateway.websocket.Loop;

/**
 * One client's connection to the main namespace, from its CONNECT on. Used on its loop only, but for the queue, which takes
 * frames from any thread.
 */
public final class SocketIoSession {

    private static final int ID_DIGITS = 32;

    private final String id = Ids.fresh("", ID_DIGITS);
    private final SocketIoConnection connection;
    private final OutboundQueue outbound;
    private State state = State.ASKED;

    /** How far it is. */
    enum State {
        ASKED,
        ACCEPTED,
        OVER
    }

    SocketIoSession(SocketIoConnection connection, OutboundQueue outbound) {
        this.connection = connection;
        this.outbound = outbound;
    }

    /** What clients call the socket's id; another one than the Engine.IO session's, which is a secret. */
    public String id() {
        return id;
    }

    /** What the request that opened the connection showed. */
    public Handshake handshake() {
        return connection.handshake();
    }

    /** Where everything of this session runs. */
    public Loop loop() {
        return connection.loop();
    }

    /** Takes frames ready for the wire, see {@link SocketIoText}. After a refusal or the end it takes none. */
    public OutboundQueue outbound() {
        return outbound;
    }

    /** Frames on their way in: for sharing an agent's bucket, and for waiting for room. */
    public Inbox inbox() {
        return connection.inbox();
    }

    /** Whether the client is gone, or was sent away. */
    public boolean isOver() {
        return state == State.OVER || connection.isClosed();
    }

    /**
     * Lets the client in: {@code 40{"sid":...}} goes out before anything that is offered to the queue from now on, and what
     * the client has said is handed over after this call.
     */
    public void accept() {
        if (state == State.ASKED) {
            state = State.ACCEPTED;
            connection.accepted(this);
        }
    }

    /** Sends the client away: it is told this in a CONNECT_ERROR, and may ask again on the same connection. */
    public void refuse(String message) {
        if (state == State.ASKED) {
            state = State.OVER;
            connection.refused(this, message);
        }
    }

    /**
     * Disconnects the client from the namespace, so that its library does not come back by itself, and closes the
     * connection once it was told.
     */
    public void disconnect(int code, String reason) {
        if (state == State.ACCEPTED) {
            connection.sendAway(this, code, reason);
        }
    }

    boolean isAccepted() {
        return state == State.ACCEPTED;
    }

    void over() {
        state = State.OVER;
    }
}
