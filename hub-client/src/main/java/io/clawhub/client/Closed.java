package io.clawhub.client;

/**
 * How a connection ended.
 *
 * @param code the WebSocket close code; 1006 when the connection broke without one
 * @param reason the peer's words, may be empty
 */
public record Closed(int code, String reason) {

    /** The code for a connection that broke without a close frame (RFC 6455 §7.1.5). */
    static final int BROKEN = 1006;
}
