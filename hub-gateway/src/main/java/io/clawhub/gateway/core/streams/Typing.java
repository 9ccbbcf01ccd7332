package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.function.LongSupplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Who was said to write lately, so that the same is not said more than once a second. */
final class Typing {

    private static final int MAX_REMEMBERED = 50_000;
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoClock;
    private final Cache<Where, Said> said =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Where(String participantId, String conversationId) {}

    private record Said(boolean on, long atNanos) {}

    Typing(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Whether this is to be told; from now on it has been. */
    boolean isNews(String participantId, String conversationId, boolean on) {
        Where where = new Where(participantId, conversationId);
        Said before = said.getIfPresent(where);
        long now = nanoClock.getAsLong();
        if (before != null && before.on() == on && now - before.atNanos() < INTERVAL_NANOS) {
            return false;
        }
        said.put(where, new Said(on, now));
        return true;
    }
}
