package io.clawhub.gateway.websocket;

import java.util.function.LongSupplier;

/** So many things a second, with a burst. Safe for any thread. */
public final class TokenBucket {

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    /**
     * A full bucket.
     *
     * @param perSecond tokens a second; 0: as many as anybody wants
     * @param burst how many it holds, at least one
     */
    public TokenBucket(int perSecond, int burst, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = Math.max(1, burst);
        this.nanoTime = nanoTime;
        this.tokens = this.burst;
        this.filledAt = nanoTime.getAsLong();
    }

    /** Takes a token if there is one. Otherwise, nanoseconds until there will be; 0: taken. */
    public synchronized long take() {
        long wait = untilNext();
        if (wait == 0) {
            tokens -= 1;
        }
        return wait;
    }

    /** Puts a token back that was taken for nothing. */
    public synchronized void giveBack() {
        tokens = Math.min(burst, tokens + 1);
    }

    private long untilNext() {
        if (perSecond <= 0) {
            tokens = burst;
            return 0;
        }
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS);
    }
}
