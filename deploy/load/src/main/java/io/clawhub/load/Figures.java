package io.clawhub.load;

import java.util.List;
import java.util.Locale;

import org.HdrHistogram.Histogram;

/**
 * What a run showed.
 *
 * @param perSecond messages received per second while figures were taken
 * @param latency send to receive in nanoseconds, of messages sent after the warm-up
 * @param sent messages sent, warm-up included
 * @param received different messages received
 * @param duplicated repeats received
 * @param outOfOrder messages received after a later one of their pair
 * @param failure what ended the run early, or null
 */
record Figures(
        double perSecond,
        Histogram latency,
        long sent,
        long received,
        long duplicated,
        long outOfOrder,
        String failure) {

    private static final List<String> HEADINGS = List.of(
            "run",
            "msg/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "max ms",
            "sent",
            "received",
            "lost",
            "duplicated",
            "out of order");

    long lost() {
        return sent - received;
    }

    /** Whether each message arrived, in order, to the end of the plan. */
    boolean sound() {
        return failure == null && lost() == 0 && outOfOrder == 0;
    }

    static String heading() {
        return "| " + String.join(" | ", HEADINGS) + " |\n|" + "---|".repeat(HEADINGS.size());
    }

    String row(String run) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.2f | %.2f | %.2f | %.1f | %d | %d | %d | %d | %d |",
                run,
                perSecond,
                millis(latency.getValueAtPercentile(50)),
                millis(latency.getValueAtPercentile(90)),
                millis(latency.getValueAtPercentile(99)),
                millis(latency.getMaxValue()),
                sent,
                received,
                lost(),
                duplicated,
                outOfOrder);
    }

    double p50Millis() {
        return millis(latency.getValueAtPercentile(50));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
