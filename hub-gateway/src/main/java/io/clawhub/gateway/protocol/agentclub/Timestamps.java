package io.clawhub.gateway.protocol.agentclub;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Times of this protocol: seconds since 1970 as a decimal number, exact to the microsecond. A double holds that much until
 * the year 2242, so what a client hands back as a cursor is what it was given.
 */
public final class Timestamps {

    private static final int MICRO_DIGITS = 6;
    /** Of the seconds of the year 9999. */
    private static final int MAX_INTEGER_DIGITS = 12;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    /** A number with more digits than any time has: it is not looked at. */
    private static final int MAX_LENGTH = 40;

    private Timestamps() {}

    /** A time as it is written; null stays null. */
    public static BigDecimal of(Instant time) {
        return time == null ? null : BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, time), MICRO_DIGITS);
    }

    /** The time that a client wrote, to the nearest microsecond; null when it is no number, or none from 1970 to 9999. */
    public static Instant parse(String text) {
        if (text == null || text.isBlank() || text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            // A tiny exponent would make an enormous number of zeros.
            if (seconds.signum() < 0
                    || seconds.scale() > MAX_LENGTH
                    || seconds.precision() - seconds.scale() > MAX_INTEGER_DIGITS) {
                return null;
            }
            long micros = seconds.movePointRight(MICRO_DIGITS)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
            return Instant.ofEpochSecond(micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND * NANOS_PER_MICRO);
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            return null;
        }
    }
}
