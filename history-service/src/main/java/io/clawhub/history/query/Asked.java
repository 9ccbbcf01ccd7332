package io.clawhub.history.query;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import jakarta.ws.rs.BadRequestException;

/** Checks what a caller asked for. Its exceptions are answered with 400 and their message. */
final class Asked {

    /** The longest id in the hub, in UTF-16 units. */
    private static final int LONGEST_ID = 256;

    /** The last time PostgreSQL and Java both hold with room to spare. */
    static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final long BELOW_A_MICROSECOND = 999;

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 500;

    private Asked() {}

    static String id(String name, String value) {
        if (value == null || value.isEmpty()) {
            throw new BadRequestException(name + " is required");
        }
        return optionalId(name, value);
    }

    static String optionalId(String name, String value) {
        if (value == null) {
            return null;
        }
        if (value.length() > LONGEST_ID || value.indexOf('\0') >= 0) {
            throw new BadRequestException(name + " is not an id");
        }
        return value;
    }

    static int limit(String value) {
        return value == null ? DEFAULT_LIMIT : limit(number("limit", value));
    }

    static int limit(long value) {
        return Math.clamp(value, 1, MOST);
    }

    /** A number, or null when it was not given. */
    static Long number(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new BadRequestException(name + " is not a whole number", e);
        }
    }

    /**
     * An ISO-8601 time, rounded up to the microsecond: messages have whole ones, so those before it stay the same. Null
     * when not given.
     */
    static OffsetDateTime time(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            Instant asked = OffsetDateTime.parse(value).toInstant();
            if (asked.isAfter(END_OF_TIME)) {
                return time(END_OF_TIME);
            }
            return time(
                    asked.isBefore(Instant.EPOCH)
                            ? Instant.EPOCH
                            : asked.plusNanos(BELOW_A_MICROSECOND).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeParseException e) {
            throw new BadRequestException(name + " is not an ISO-8601 time", e);
        }
    }

    static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** Refuses more than one of some values. */
    static void oneOf(String names, Object... values) {
        if (Arrays.stream(values).filter(Objects::nonNull).count() > 1) {
            throw new BadRequestException("only one of " + names);
        }
    }

    /** Positions as {@code partition:offset,partition:offset}; none when not given. */
    static Map<Integer, Long> positions(String value) {
        Map<Integer, Long> positions = new HashMap<>();
        if (value == null || value.isBlank()) {
            return positions;
        }
        for (String pair : value.split(",")) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new BadRequestException("positions is not partition:offset,partition:offset");
            }
            Long partition = number("positions", pair.substring(0, colon).strip());
            positions.put(
                    Math.clamp(partition, Integer.MIN_VALUE, Integer.MAX_VALUE),
                    number("positions", pair.substring(colon + 1).strip()));
        }
        return positions;
    }
}
