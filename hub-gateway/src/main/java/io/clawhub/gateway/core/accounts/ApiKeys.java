package io.clawhub.gateway.core.accounts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Makes API keys and the form in which they are kept. */
final class ApiKeys {

    private static final String PREFIX = "ush_";
    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-f]{" + 2 * BYTES + "}");

    private ApiKeys() {}

    /** A new key with 256 random bits. */
    static String fresh() {
        byte[] secret = new byte[BYTES];
        // Made for each key: a generator in a static field would be seeded when a native image is built.
        new SecureRandom().nextBytes(secret);
        return PREFIX + HexFormat.of().formatHex(secret);
    }

    /** Whether this can be a key at all. */
    static boolean isShaped(String apiKey) {
        return apiKey != null && SHAPE.matcher(apiKey).matches();
    }

    /** What is kept of a key. So many random bits need no salt and no slow hash. */
    static String hash(String apiKey) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(apiKey.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
