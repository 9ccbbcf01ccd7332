package io.clawhub.gateway.core.log;

import io.clawhub.events.PresenceChanged;

/** Takes who comes and goes, on the tail's thread. Must not block or throw. */
public interface PresenceReader {

    /** Whether anybody here watches this participant: otherwise the change is not even parsed. */
    boolean isWatched(String participantId);

    /** The next change of somebody who is watched. */
    void read(PresenceChanged change);
}
