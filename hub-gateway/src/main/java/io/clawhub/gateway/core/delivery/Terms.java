package io.clawhub.gateway.core.delivery;

/**
 * How messages reach a connection.
 *
 * @param counting what moves the client's cursor
 * @param copies which of the participant's own messages it wants
 * @param receipts whether how far others have received and read is told to it
 * @param window how many deliveries may be unacknowledged, 1 to {@value #MAX_WINDOW}; of no meaning to clients that do not
 *     acknowledge
 * @param liveAtOnce whether live messages need not wait for what was missed: for who can tell the two apart
 */
public record Terms(Counting counting, Copies copies, boolean receipts, int window, boolean liveAtOnce) {

    /** The largest window: what one connection may make the gateway remember. */
    public static final int MAX_WINDOW = 1_000;

    /** What is written counts as delivered. */
    public static final Terms WRITTEN_COUNTS = new Terms(Counting.WRITTEN, Copies.NONE, false, MAX_WINDOW, false);

    /** What moves a client's cursor. */
    public enum Counting {
        /** A message was written to it, and it was still there a moment later. */
        WRITTEN,
        /** It says what it has stored. What it has not acknowledged takes room in its window. */
        ACKNOWLEDGED,
        /** It says what has been read. What is unread holds nothing back, and comes again with each connection. */
        READ
    }

    /** Which of the participant's own messages a connection wants. */
    public enum Copies {
        /** None. */
        NONE,
        /** What the participant's other clients said, also what was said meanwhile. */
        OF_OTHER_CLIENTS,
        /** Everything live, its own words included: its program shows a message when it comes back. */
        LIVE
    }

    public Terms {
        window = Math.clamp(window, 1, MAX_WINDOW);
    }

    /** For a client that acknowledges deliveries, with copies and receipts. */
    public static Terms acknowledging(int window) {
        return new Terms(Counting.ACKNOWLEDGED, Copies.OF_OTHER_CLIENTS, true, window, false);
    }

    /** For a client that says what has been read, and shows what the participant says when it comes back. */
    public static Terms reading(boolean receipts) {
        return new Terms(Counting.READ, Copies.LIVE, receipts, MAX_WINDOW, false);
    }
}
