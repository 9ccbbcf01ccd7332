package io.clawhub.history.ingest;

import io.clawhub.events.LogTime;

/**
 * Where a partition stands.
 *
 * @param nextOffset the next offset to store
 * @param lastAtMicros the time of the record before it, see {@link LogTime}; 0 at the beginning of the log
 */
record Position(long nextOffset, long lastAtMicros) {

    /** The one that is further. */
    Position max(Position other) {
        return other.nextOffset > nextOffset ? other : this;
    }
}
