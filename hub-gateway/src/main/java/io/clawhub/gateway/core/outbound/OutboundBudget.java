package io.clawhub.gateway.core.outbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.clawhub.gateway.GatewayConfig;

/**
 * What waits to be written to all sockets of this gateway together. Bounds of single connections do not bound their sum: some
 * hundred readers that stall at once would fill the heap. So beyond half of the budget a queue counts as full earlier, at its share
 * of the whole, and beyond all of it a queue that holds more than its share is closed. Readers that keep up hold nothing
 * and do not notice. Safe for any thread.
 */
@Singleton
public final class OutboundBudget {

    /** Of the heap, when nothing is configured: characters outside Latin-1 take two bytes, and there is more to keep. */
    private static final int PART_OF_HEAP = 8;

    private final long budget;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger queues = new AtomicInteger();

    @Inject
    OutboundBudget(GatewayConfig config, MeterRegistry metrics) {
        this(config.connection().totalQueuedBytes().orElse(Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
        metrics.gauge("hub.outbound.waiting.bytes", waiting);
        metrics.gauge("hub.outbound.waiting.connections", queues);
    }

    /** So many bytes. */
    OutboundBudget(long bytes) {
        this.budget = bytes;
    }

    /** A queue held so much and now holds something else. */
    void changed(long before, long now) {
        waiting.addAndGet(now - before);
        if (before == 0 && now > 0) {
            queues.incrementAndGet();
        } else if (before > 0 && now == 0) {
            queues.decrementAndGet();
        }
    }

    /** Bytes that wait now. */
    long waiting() {
        return waiting.get();
    }

    /** What a queue may hold before less is added to it; {@code most} while there is enough. */
    long roomy(long most) {
        return waiting.get() > budget / 2 ? share(most) : most;
    }

    /** What a queue may hold before its connection is closed; {@code most} while there is enough. */
    long bearable(long most) {
        return waiting.get() > budget ? share(most) : most;
    }

    private long share(long most) {
        return Math.min(most, budget / Math.max(1, queues.get()));
    }
}
