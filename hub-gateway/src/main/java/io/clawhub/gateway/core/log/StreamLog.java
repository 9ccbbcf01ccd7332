package io.clawhub.gateway.core.log;

import io.clawhub.events.StreamEvent;

/** The write side of {@code chat.streams}. Never blocks; what cannot be written soon is dropped and counted. */
@FunctionalInterface
public interface StreamLog {

    /** Sends an event to the gateway it names, or to the connections of its audience, wherever they are. */
    void send(StreamEvent event);
}
