package io.clawhub.load.clients;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** When connections were tried, in tenths of a second. */
final class Attempts {

    private static final long BIN_MILLIS = 100;

    private final ConcurrentSkipListMap<Long, AtomicInteger> bins = new ConcurrentSkipListMap<>();

    void tried() {
        bins.computeIfAbsent(System.currentTimeMillis() / BIN_MILLIS, bin -> new AtomicInteger())
                .incrementAndGet();
    }

    void forget() {
        bins.clear();
    }

    int total() {
        return bins.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** The most attempts within a tenth of a second. */
    int peak() {
        return bins.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
    }

    /** From the first to the last attempt, seconds. */
    double seconds() {
        return bins.isEmpty() ? 0 : (bins.lastKey() - bins.firstKey() + 1) * BIN_MILLIS / 1000.0;
    }
}
