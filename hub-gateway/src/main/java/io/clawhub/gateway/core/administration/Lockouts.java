package io.clawhub.gateway.core.administration;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Attempts;

/**
 * Slows down who guesses passwords, on this gateway: so many wrong ones from one origin in a minute, whatever the name; and so
 * many for one name in a row, from wherever, then a pause that doubles up to five minutes. An origin from which the name has
 * logged in lately has a count of its own: strangers lock out strangers only, and nobody for longer than a pause. A name that
 * nobody has is counted like any other, so that nothing can be told from it.
 */
final class Lockouts {

    static final int MAX_FAILURES_A_MINUTE = 20;
    static final int MAX_IN_A_ROW = 10;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final int MAX_NAMES = 50_000;
    /** A name nobody tried for so long starts anew. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final Duration KNOWN = Duration.ofDays(30);

    private final LongSupplier nanoClock;
    private final Attempts byOrigin;
    private final Cache<String, Row> byName;
    private final Cache<String, Boolean> known;

    /** Failures in a row, and until when nothing is tried. */
    private record Row(int failures, long pausedUntil) {}

    Lockouts(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.byOrigin = new Attempts(MAX_FAILURES_A_MINUTE, nanoClock);
        this.byName = Caffeine.newBuilder()
                .maximumSize(MAX_NAMES)
                .ticker(nanoClock::getAsLong)
                .expireAfterWrite(REMEMBERED)
                .build();
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_NAMES)
                .ticker(nanoClock::getAsLong)
                .expireAfterWrite(KNOWN)
                .build();
    }

    /**
     * Looks whether this may be tried.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} if not now
     */
    void check(String username, String origin) {
        Row row = byName.getIfPresent(key(username, origin));
        if (byOrigin.areUsedUp(origin) || row != null && row.pausedUntil() - nanoClock.getAsLong() > 0) {
            throw new HubException(HubError.RATE_LIMITED, "too many wrong passwords, try again in a few minutes");
        }
    }

    /** The password was wrong. */
    void failed(String username, String origin) {
        byOrigin.count(origin);
        byName.asMap().compute(key(username, origin), (key, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            return new Row(failures, nanoClock.getAsLong() + pause(failures).toNanos());
        });
    }

    /** It was right. */
    void succeeded(String username, String origin) {
        known.put(pair(username, origin), true);
        byName.invalidate(key(username, origin));
    }

    private static Duration pause(int failures) {
        if (failures < MAX_IN_A_ROW) {
            return Duration.ZERO;
        }
        // Beyond four doublings it is the longest pause anyway, and a shift must not run over.
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - MAX_IN_A_ROW, 4));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private String key(String username, String origin) {
        String pair = pair(username, origin);
        return known.getIfPresent(pair) == null ? username.toLowerCase(Locale.ROOT) : pair;
    }

    private static String pair(String username, String origin) {
        return username.toLowerCase(Locale.ROOT) + "\n" + origin;
    }
}
