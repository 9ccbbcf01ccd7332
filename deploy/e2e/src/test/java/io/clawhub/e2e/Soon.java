package io.clawhub.e2e;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait. A deadline is far above what a busy machine needs, so only a fault gets there. */
final class Soon {

    static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(20);

    private Soon() {}

    static ConditionFactory await() {
        return within(DEADLINE);
    }

    static ConditionFactory within(Duration limit) {
        return Awaitility.await().atMost(limit).pollDelay(Duration.ZERO).pollInterval(POLL);
    }

    /** For what must not happen: true all the time. */
    static ConditionFactory throughout(Duration time) {
        return within(time.plus(DEADLINE)).during(time);
    }
}
