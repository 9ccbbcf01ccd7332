package io.clawhub.gateway.core.delivery;

/**
 * How messages reach a connection.
 *
 * @param acknowledges whether the client says itself what it has stored: then being written moves no cursor, and how far
 *     others have received and read is told to it
 * @param ownCopies whether it wants copies of what the participant's other clients said
 * @param window how many deliveries may be unacknowledged, 1 to {@value #MAX_WINDOW}; of no meaning to clients that do not
 *     acknowledge
 */
public record Terms(boolean acknowledges, boolean ownCopies, int window) {

    /** The largest window: what one connection may make the gateway remember. */
    public static final int MAX_WINDOW = 1_000;

    /** What is written counts as delivered. */
    public static final Terms WRITTEN_COUNTS = new Terms(false, false, MAX_WINDOW);

    public Terms {
        window = Math.clamp(window, 1, MAX_WINDOW);
    }
}
