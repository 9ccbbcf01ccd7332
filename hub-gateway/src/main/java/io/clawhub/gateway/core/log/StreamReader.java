package io.clawhub.gateway.core.log;

import io.clawhub.events.StreamEvent;

/** Takes the stream events for this gateway, on the tail's thread. Must not block or throw. */
@FunctionalInterface
public interface StreamReader {

    /** The next event. */
    void read(StreamEvent event);
}
