package io.clawhub.gateway.core.log;

import org.apache.kafka.common.header.Headers;

import io.clawhub.events.StreamEvent;

/** Takes the stream events for this gateway and its connections, on the tail's thread. Must not block or throw. */
public interface StreamReader {

    /**
     * Whether somebody of the event's audience is connected here, or somebody here watches its sender: otherwise it is not
     * even parsed.
     */
    boolean isWanted(Headers headers);

    /** The next event. */
    void read(StreamEvent event);
}
