package io.clawhub.gateway.core.log;

import java.util.List;

import io.clawhub.events.StreamEvent;

/** Takes the stream events for this gateway and its connections, on the tail's thread. Must not block or throw. */
public interface StreamReader {

    /** Whether somebody of this audience is connected here: otherwise the event is not even parsed. */
    boolean isHere(List<String> audience);

    /** The next event. */
    void read(StreamEvent event);
}
