package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Counts attempts by where they come from, a minute at a time. */
public final class Attempts {

    private static final int MAX_ORIGINS = 10_000;
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private final LongSupplier nanoClock;
    private final Cache<String, Window> windows =
            Caffeine.newBuilder().maximumSize(MAX_ORIGINS).build();

    private record Window(long sinceNanos, int count) {}

    /**
     * A counter.
     *
     * @param limit attempts of one origin in a minute
     * @param nanoClock such as {@link System#nanoTime}
     */
    public Attempts(int limit, LongSupplier nanoClock) {
        this.limit = limit;
        this.nanoClock = nanoClock;
    }

    /** Whether this origin has used up its attempts. */
    public boolean areUsedUp(String origin) {
        Window window = windows.getIfPresent(origin);
        return window != null && window.count() >= limit && !isOver(window);
    }

    /** Counts one. */
    public void count(String origin) {
        windows.asMap()
                .compute(
                        origin,
                        (key, window) -> window == null || isOver(window)
                                ? new Window(nanoClock.getAsLong(), 1)
                                : new Window(window.sinceNanos(), window.count() + 1));
    }

    private boolean isOver(Window window) {
        return nanoClock.getAsLong() - window.sinceNanos() > WINDOW_NANOS;
    }
}
