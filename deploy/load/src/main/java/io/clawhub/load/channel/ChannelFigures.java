package io.clawhub.load.channel;

import java.util.List;
import java.util.Locale;

import org.HdrHistogram.Histogram;

/**
 * What a run showed.
 *
 * @param latency from the agent to each reader, nanoseconds
 * @param readers those that read all the time
 * @param lost pieces that did not come to one of them
 * @param outOfOrder pieces that came to one of them and were not the next
 * @param failed of them, those that were closed or told of an error
 * @param stalled readers that read nothing
 * @param closed of them, those that were closed as too slow
 * @param joins readers that came late
 * @param wrong of them, those whose text was not the whole in the end, each with what was wrong
 */
record ChannelFigures(
        Histogram latency,
        int readers,
        long lost,
        long outOfOrder,
        long failed,
        int stalled,
        long closed,
        int joins,
        List<String> wrong) {

    private static final List<String> HEADINGS = List.of(
            "run",
            "pieces read",
            "p50 ms",
            "p99 ms",
            "max ms",
            "lost",
            "out of order",
            "failed",
            "stalled, closed",
            "joins, wrong");

    /** Whether everybody got what they should. */
    boolean sound() {
        return lost == 0 && outOfOrder == 0 && failed == 0 && closed == stalled && wrong.isEmpty();
    }

    static String heading() {
        return "| " + String.join(" | ", HEADINGS) + " | gateway % of a core | gateway MiB |\n|"
                + "---|".repeat(HEADINGS.size() + 2);
    }

    /** The row, but for what its gateways took. */
    String row(String run) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.1f | %d | %d | %d | %d, %d | %d, %d |",
                run,
                latency.getTotalCount(),
                millis(50),
                millis(99),
                latency.getMaxValue() / 1e6,
                lost,
                outOfOrder,
                failed,
                stalled,
                closed,
                joins,
                wrong.size());
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }
}
