package io.clawhub.gateway.core.outbound;

/**
 * Why the hub closes a connection. Codes 1012 and 1013 mean: reconnect and catch up; 1008, 4009 and 4010: do not come
 * back like this.
 */
public enum CloseReason {
    /** The client does not read what is sent to it. */
    SLOW_READER(1013, "reading too slowly; reconnect to catch up"),
    /** Nothing came in for too long, not even a pong. */
    IDLE(1001, "no sign of life"),
    /** The id was claimed by name, and now belongs to a user. */
    NOT_THEIRS(1008, "this id belongs to a user"),
    /** The same client has opened another connection, and may have one only. */
    REPLACED(4009, "replaced by a newer connection of this client"),
    /** The token or session by which it came has ended. */
    REVOKED(4010, "the credential has ended; do not come back with it"),
    /** This gateway stops. */
    GOING_AWAY(1012, "restarting; reconnect to catch up");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The WebSocket close code. */
    public int code() {
        return code;
    }

    /** The reason sent along, below the 123 bytes that a close frame has room for. */
    public String text() {
        return text;
    }
}
