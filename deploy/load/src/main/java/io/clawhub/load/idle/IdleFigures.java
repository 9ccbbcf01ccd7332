package io.clawhub.load.idle;

import java.util.List;
import java.util.Locale;

import org.HdrHistogram.Histogram;

/**
 * What a measurement showed.
 *
 * @param unsolicited frames that nobody asked for
 * @param closed connections that the hub closed
 * @param wrong answers without the service that was looked for
 * @param discovery request to answer, in nanoseconds
 * @param seconds measured
 */
record IdleFigures(long unsolicited, long closed, long wrong, Histogram discovery, int seconds) {

    private static final List<String> HEADINGS = List.of(
            "unsolicited frames", "closed", "wrong answers", "discoveries/s", "p50 ms", "p90 ms", "p99 ms", "max ms");

    /** Whether the hub kept quiet, kept all connections and answered rightly. */
    boolean sound() {
        return unsolicited == 0 && closed == 0 && wrong == 0 && discovery.getTotalCount() > 0;
    }

    static String heading() {
        return "| " + String.join(" | ", HEADINGS) + " |\n|" + "---|".repeat(HEADINGS.size());
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %d | %d | %d | %.0f | %.1f | %.1f | %.1f | %.1f |",
                unsolicited,
                closed,
                wrong,
                (double) discovery.getTotalCount() / seconds,
                millis(50),
                millis(90),
                millis(99),
                millis(100));
    }

    double millis(double percentile) {
        return discovery.getValueAtPercentile(percentile) / 1e6;
    }
}
