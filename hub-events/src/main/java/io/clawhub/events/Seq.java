package io.clawhub.events;

/**
 * A message's position in its conversation: strictly increasing, not contiguous.
 *
 * <p>It is the Kafka offset with the topic generation in the bits above {@value #OFFSET_BITS}, so that it still grows
 * when a changed partition count starts a new topic. 40 bits hold 10^12 records a partition; with 12 bits of generation
 * a seq stays below 2^53, the largest integer that JavaScript reads exactly.
 */
public final class Seq {

    /** Bits of the Kafka offset. */
    public static final int OFFSET_BITS = 40;

    private static final long MAX_OFFSET = (1L << OFFSET_BITS) - 1;
    private static final int MAX_GENERATION = (1 << 12) - 1;

    private Seq() {}

    /** The seq of a record. Positive for every record: the first offset of generation 0 has seq 1. */
    public static long of(int generation, long offset) {
        if (offset < 0 || offset >= MAX_OFFSET || generation < 0 || generation > MAX_GENERATION) {
            throw new IllegalArgumentException("no seq for generation " + generation + ", offset " + offset);
        }
        return ((long) generation << OFFSET_BITS) + offset + 1;
    }
}
