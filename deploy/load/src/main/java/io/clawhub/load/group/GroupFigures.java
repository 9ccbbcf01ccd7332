package io.clawhub.load.group;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.HdrHistogram.Histogram;

/**
 * What a run showed.
 *
 * @param perSecond messages a second that reached every connected member while figures were taken
 * @param accepting from the send to its answer, in nanoseconds
 * @param delivering from the send to each arrival, in nanoseconds
 * @param cores processor time of each process in seconds a second
 * @param said messages, warm-up included
 * @param lost arrivals that did not come
 * @param disordered arrivals that came twice or behind a later one
 * @param failure what ended the run early, or null
 */
record GroupFigures(
        double perSecond,
        Histogram accepting,
        Histogram delivering,
        List<Double> cores,
        long said,
        long lost,
        long disordered,
        String failure) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double HALF = 50;
    private static final double NEARLY_ALL = 99;

    static String heading() {
        return "| members | connected | msg/s | deliveries/s | accepted p50 ms | p99 | delivered p50 ms | p99 | max"
                + " | % of a core | said | lost | disordered |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|---|";
    }

    String row(GroupPlan plan) {
        return String.format(
                Locale.ROOT,
                "| %d | %d | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.1f | %s | %d | %d | %d |",
                plan.members(),
                plan.listeners() + 1,
                perSecond,
                perSecond * plan.listeners(),
                millis(accepting, HALF),
                millis(accepting, NEARLY_ALL),
                millis(delivering, HALF),
                millis(delivering, NEARLY_ALL),
                delivering.getMaxValue() / NANOS_PER_MILLI,
                cores.stream()
                        .map(one -> String.format(Locale.ROOT, "%.0f", 100 * one))
                        .collect(Collectors.joining(", ")),
                said,
                lost,
                disordered);
    }

    boolean isSound() {
        return failure == null && lost == 0 && disordered == 0;
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
