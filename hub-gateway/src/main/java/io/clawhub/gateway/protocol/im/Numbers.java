package io.clawhub.gateway.protocol.im;

import io.clawhub.gateway.json.JsonFields;

/** Whole numbers in frames. */
final class Numbers {

    private Numbers() {}

    /** A number that must be there, from {@code min} to {@code max}. */
    static long required(JsonFields fields, String name, long min, long max) {
        Long value = fields.whole(name);
        if (value == null) {
            throw JsonFields.missing(name);
        }
        if (value < min || value > max) {
            throw JsonFields.wrong(name, "a whole number from " + min + " to " + max);
        }
        return value;
    }

    /** The same, with a standard for an absent one. */
    static int or(JsonFields fields, String name, int standard, int min, int max) {
        return fields.any(name) == null ? standard : (int) required(fields, name, min, max);
    }
}
