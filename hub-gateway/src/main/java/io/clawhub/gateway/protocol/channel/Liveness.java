package io.clawhub.gateway.protocol.channel;

import java.time.Instant;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.clawhub.gateway.websocket.Loop;

/**
 * Looks every ten seconds whether a connection still gives a sign of life, and whether its credential ends soon. One timer, so that
 * nothing of a connection waits for the end of a credential that lasts for weeks. Used on the connection's event loop only.
 */
final class Liveness {

    private static final long CHECK_MILLIS = 10_000;
    private static final long IDLE_MILLIS = 90_000;
    /** So long before its credential ends a client is told, or a little earlier. */
    private static final long WARNING_MILLIS = 60_000;

    private final Loop loop;
    private final LongSupplier clock;
    private final Runnable onIdle;
    private final LongConsumer onExpiring;
    private long touchedMillis;
    private Long endMillis;
    private boolean stopped;

    /**
     * For one connection.
     *
     * @param clock milliseconds since the epoch
     * @param onIdle run once there was no sign of life for 90 s
     * @param onExpiring told once how many milliseconds its credential has left
     */
    Liveness(Loop loop, LongSupplier clock, Runnable onIdle, LongConsumer onExpiring) {
        this.loop = loop;
        this.clock = clock;
        this.onIdle = onIdle;
        this.onExpiring = onExpiring;
        this.touchedMillis = clock.getAsLong();
    }

    /** Begins to look. */
    void start() {
        loop.schedule(CHECK_MILLIS, () -> {
            if (stopped) {
                return;
            }
            if (clock.getAsLong() - touchedMillis > IDLE_MILLIS) {
                onIdle.run();
            } else {
                warn();
                start();
            }
        });
    }

    /** A sign of life. */
    void touched() {
        touchedMillis = clock.getAsLong();
    }

    /** Its credential ends then. */
    void endsAt(Instant end) {
        endMillis = end.toEpochMilli();
        warn();
    }

    private void warn() {
        long now = clock.getAsLong();
        if (!stopped && endMillis != null && endMillis - now < WARNING_MILLIS + CHECK_MILLIS) {
            onExpiring.accept(Math.max(0, endMillis - now));
            endMillis = null;
        }
    }

    /** The connection is gone. */
    void stop() {
        stopped = true;
    }
}
