package io.clawhub.gateway.protocol.agentclub.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Agent Club's times: seconds since 1970 with six decimals, never less than what was meant. */
public final class UnixTime {

    private static final int MICROS = 6;

    private UnixTime() {}

    /** The time as a number of seconds; null for null. */
    public static BigDecimal seconds(Instant time) {
        return time == null ? null : BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, time), MICROS);
    }
}
