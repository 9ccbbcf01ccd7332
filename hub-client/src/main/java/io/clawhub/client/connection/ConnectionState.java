package io.clawhub.client.connection;

/** Where a connection stands. */
public enum ConnectionState {
    /** Not wanted. */
    CLOSED,
    /** A socket is being opened. */
    CONNECTING,
    /** The hub was greeted. */
    AUTHENTICATING,
    /** Identified; what was missed is coming. */
    SYNCING,
    /** All is here; live. */
    ONLINE,
    /** Waiting before the next try. */
    BACKOFF,
    /** Given up: trying again would not help; see the error told along. */
    FAILED
}
