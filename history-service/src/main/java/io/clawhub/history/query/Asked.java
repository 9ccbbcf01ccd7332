package io.clawhub.history.query;

import java.util.HashMap;
import java.util.Map;

import jakarta.ws.rs.BadRequestException;

/** Checks what a caller asked for. Its exceptions are answered with 400 and their message. */
final class Asked {

    /** The longest id in the hub, in UTF-16 units. */
    private static final int LONGEST_ID = 256;

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
