package io.clawhub.gateway.core.connections;

/** Hears of identified connections of this gateway. Called on any thread; must not block or throw. */
public interface ConnectionListener {

    /** A connection was identified; events for its participant reach it from now on. */
    default void opened(ClientConnection connection) {}

    /** A connection is gone. */
    default void closed(ClientConnection connection) {}
}
