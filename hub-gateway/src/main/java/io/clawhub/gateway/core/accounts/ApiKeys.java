package io.clawhub.gateway.core.accounts;

import java.util.regex.Pattern;

import io.clawhub.gateway.core.Secrets;

/** The form of API keys. */
final class ApiKeys {

    private static final String PREFIX = "ush_";
    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-f]{" + 2 * BYTES + "}");

    private ApiKeys() {}

    /** A new key with 256 random bits. */
    static String fresh() {
        return Secrets.fresh(PREFIX, BYTES);
    }

    /** Whether this can be a key at all. */
    static boolean isShaped(String apiKey) {
        return apiKey != null && SHAPE.matcher(apiKey).matches();
    }
}
