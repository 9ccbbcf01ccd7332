package io.clawhub.client.connection;

import java.time.Duration;

/**
 * Limits of one connection.
 *
 * @param connectTimeout for opening a socket, and again for the hub's answer to the greeting
 * @param heartbeat how often to ping when the hub does not say
 * @param deadAfter silence after a ping that means: the socket is dead
 * @param firstBackoff the longest first pause before another try; it doubles with each
 * @param maxBackoff the longest pause
 * @param stableAfter online for so long, the pauses begin small again
 * @param bounds what may wait to be written, and how long a frame may be
 */
public record ConnectionSettings(
        Duration connectTimeout,
        Duration heartbeat,
        Duration deadAfter,
        Duration firstBackoff,
        Duration maxBackoff,
        Duration stableAfter,
        Bounds bounds) {

    /**
     * Bounds of memory.
     *
     * @param waitingFrames how many frames may wait to be written
     * @param waitingChars how many characters they may have together
     * @param frameChars the longest frame of the hub, in characters; a longer one breaks the connection
     */
    public record Bounds(int waitingFrames, long waitingChars, int frameChars) {}

    /** 10 s to connect, a ping each 30 s, dead after 10 s, full jitter from 500 ms to 30 s, 1024 frames or 4 Mi characters. */
    public static ConnectionSettings defaults() {
        return new ConnectionSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                new Bounds(1024, 4 << 20, 4 << 20));
    }

    /** The same with this limit for opening and greeting. */
    public ConnectionSettings withConnectTimeout(Duration limit) {
        return new ConnectionSettings(limit, heartbeat, deadAfter, firstBackoff, maxBackoff, stableAfter, bounds);
    }

    /** The same with this beat, and this silence after one. */
    public ConnectionSettings withHeartbeat(Duration interval, Duration silence) {
        return new ConnectionSettings(connectTimeout, interval, silence, firstBackoff, maxBackoff, stableAfter, bounds);
    }

    /** The same with these pauses between tries. */
    public ConnectionSettings withBackoff(Duration first, Duration longest, Duration stable) {
        return new ConnectionSettings(connectTimeout, heartbeat, deadAfter, first, longest, stable, bounds);
    }

    /** The same with these bounds of memory. */
    public ConnectionSettings withBounds(Bounds limits) {
        return new ConnectionSettings(
                connectTimeout, heartbeat, deadAfter, firstBackoff, maxBackoff, stableAfter, limits);
    }
}
