package io.clawhub.load.channel;

import org.HdrHistogram.Histogram;

/**
 * The pieces of one run, as one reader gets them: each says its number and when it was said. Frames may hold several. Used on one
 * thread.
 */
final class Pieces {

    private static final long MAX_LATENCY_NANOS = 120_000_000_000L;

    private final Histogram latency;
    private final StringBuilder text = new StringBuilder();
    private int parsed;
    private int last;
    private int outOfOrder;
    private String firstWrong;

    /** @param latency where the time of each piece is noted, or null */
    Pieces(Histogram latency) {
        this.latency = latency;
    }

    /** The text of a piece. */
    static String text(int number, long nanos) {
        return text(number, nanos, "");
    }

    /** The same with something that makes it longer, and its time unreadable. */
    static String text(int number, long nanos, String filler) {
        return number + ":" + Long.toString(nanos, Character.MAX_RADIX) + filler + ";";
    }

    /** The text grew. */
    void grew(String more, long nowNanos) {
        text.append(more);
        for (int end = text.indexOf(";", parsed); end >= 0; end = text.indexOf(";", parsed)) {
            piece(text.substring(parsed, end), nowNanos, latency);
            parsed = end + 1;
        }
    }

    /** The text is this: of what came before the reader did the time says nothing. */
    void became(String whole) {
        text.setLength(0);
        text.append(whole);
        parsed = 0;
        last = 0;
        for (int end = text.indexOf(";", parsed); end >= 0; end = text.indexOf(";", parsed)) {
            piece(text.substring(parsed, end), 0, null);
            parsed = end + 1;
        }
    }

    private void piece(String piece, long nowNanos, Histogram times) {
        int colon = piece.indexOf(':');
        int number = Integer.parseInt(piece.substring(0, colon));
        if (number != last + 1) {
            outOfOrder++;
            firstWrong = firstWrong == null ? number + " after " + last : firstWrong;
        }
        last = number;
        if (times != null) {
            long then = Long.parseLong(piece.substring(colon + 1), Character.MAX_RADIX);
            times.recordValue(Math.clamp(nowNanos - then, 0, MAX_LATENCY_NANOS));
        }
    }

    /** The number of the last one. */
    int last() {
        return last;
    }

    /** How often a piece was not the one after its predecessor. */
    int outOfOrder() {
        return outOfOrder;
    }

    /** What was wrong with them, if anything was. */
    String fault() {
        return firstWrong == null ? "all up to " + last : firstWrong;
    }

    String text() {
        return text.toString();
    }

    /** A histogram of such times. */
    static Histogram histogram() {
        return new Histogram(MAX_LATENCY_NANOS, 3);
    }
}
