package io.clawhub.client.connection;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: full jitter, {@code random(0, min(longest, first·2ⁿ))}, so that many clients that lost
 * one hub come back spread out.
 */
final class Backoff {

    /** 2^20 times any first pause is beyond any longest one. */
    private static final int MAX_EXPONENT = 20;

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private int failures;

    Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The pause after one more failure. */
    Duration next() {
        double limit = Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, failures));
        failures = Math.min(MAX_EXPONENT, failures + 1);
        return Duration.ofNanos((long) (random.getAsDouble() * limit));
    }

    /** It was stable for long enough. */
    void reset() {
        failures = 0;
    }
}
