package io.clawhub.gateway.core.streams;

import java.time.Duration;

/** How many tool calls and results of one run are shown: more than any agent makes, and less than would harm its readers. Guarded by its run. */
final class ToolPace {

    /** In a second. */
    static final int MAX = 100;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long since;
    private int shown;

    /** Whether one more may be shown now; then it counts. */
    boolean takes(long nowNanos) {
        if (shown == 0 || nowNanos - since >= SECOND) {
            since = nowNanos;
            shown = 0;
        }
        return ++shown <= MAX;
    }
}
