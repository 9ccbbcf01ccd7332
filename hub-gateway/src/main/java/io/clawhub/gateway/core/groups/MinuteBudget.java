package io.clawhub.gateway.core.groups;

import java.time.Duration;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Counts what somebody does to groups, a minute at a time, on one gateway. */
final class MinuteBudget {

    /** Groups and direct conversations that one participant opens: they stay in the database for ever. */
    static final int CREATIONS = 60;

    /** Members that one participant adds or removes, a rename counting as one: each is an event for everybody in the group. */
    static final int CHANGES = 1_000;

    private static final int MAX_REMEMBERED = 10_000;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int limit;
    private final String unit;
    private final LongSupplier nanoClock;
    private final Cache<String, Minute> minutes =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Minute(long sinceNanos, int count) {}

    MinuteBudget(int limit, String unit, LongSupplier nanoClock) {
        this.limit = limit;
        this.unit = unit;
        this.nanoClock = nanoClock;
    }

    /**
     * Counts so many; what is refused does not count.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} for one too many
     */
    void count(String participantId, int weight) {
        long now = nanoClock.getAsLong();
        minutes.asMap().compute(participantId, (id, before) -> {
            Minute minute = before == null || now - before.sinceNanos() > MINUTE_NANOS ? new Minute(now, 0) : before;
            if (minute.count() + weight > limit) {
                throw new HubException(HubError.RATE_LIMITED, "at most " + limit + " " + unit + " a minute");
            }
            return new Minute(minute.sinceNanos(), minute.count() + weight);
        });
    }
}
