package io.clawhub.events;

import java.time.Instant;

/**
 * The hub's time of a record: the broker's time of the append in microseconds, or one microsecond after the record before
 * it in its partition if that is later. Messages of a conversation share a partition, so no two of them have the same time,
 * and later in the log is later in time.
 *
 * <p>It follows from the log alone: whoever has read a partition without a hole has the same times. While fewer than a
 * thousand records come in a millisecond it is never beyond the next millisecond; a larger burst runs ahead of the broker's
 * clock by a microsecond for each record more, until that has caught up.
 *
 * <p>Times here are microseconds since the epoch.
 */
public final class LogTime {

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private LogTime() {}

    /**
     * The time of a record.
     *
     * @param appendMillis the broker's time of its append ({@code LogAppendTime}), milliseconds since the epoch
     * @param previous the time of the record before it in its partition; 0 for the first
     */
    public static long of(long appendMillis, long previous) {
        return Math.max(appendMillis * MICROS_PER_MILLI, previous + 1);
    }

    /** A time as an instant. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND), Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }
}
