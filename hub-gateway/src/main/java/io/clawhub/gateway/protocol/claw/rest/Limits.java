package io.clawhub.gateway.protocol.claw.rest;

/** Page sizes. */
final class Limits {

    private Limits() {}

    /** What was asked for, at most {@code max}; the standard where it is no positive number. */
    static int clamp(String asked, int standard, int max) {
        try {
            int limit = asked == null ? standard : Integer.parseInt(asked);
            return limit < 1 ? standard : Math.min(limit, max);
        } catch (NumberFormatException e) {
            return standard;
        }
    }
}
