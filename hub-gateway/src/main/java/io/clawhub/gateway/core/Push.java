package io.clawhub.gateway.core;

import io.clawhub.events.archive.LoggedMessage;

/** Everything the hub tells a client unasked. Pushes of one conversation reach a connection in log order. */
public sealed interface Push {

    /**
     * Somebody said something.
     *
     * @param logged the message with its place in the log
     */
    record MessageArrived(LoggedMessage logged) implements Push {}
}
