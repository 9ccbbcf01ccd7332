package io.clawhub.gateway.core.conversations;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts changes per key, coarsely: what was read from the database while its key changed is old already and must not
 * be remembered.
 */
final class Epochs {

    private static final int STRIPES = 1024;

    private final AtomicLongArray counts = new AtomicLongArray(STRIPES);

    long of(Object key) {
        return counts.get(stripe(key));
    }

    void advance(Object key) {
        counts.incrementAndGet(stripe(key));
    }

    private static int stripe(Object key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }
}
