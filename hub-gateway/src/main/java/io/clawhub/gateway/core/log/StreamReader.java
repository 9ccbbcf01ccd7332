package io.clawhub.gateway.core.log;

import java.util.List;

import io.clawhub.events.StreamEvent;

/** Takes the stream events for this gateway and its connections, on the tail's thread. Must not block or throw. */
public interface StreamReader {

    /**
     * Whether somebody of this audience is connected here, or somebody here watches its sender: otherwise the event is not
     * even parsed.
     *
     * @param senderId whose run it is a piece of; null of other events
     */
    boolean isWanted(List<String> audience, String senderId);

    /** The next event. */
    void read(StreamEvent event);
}
