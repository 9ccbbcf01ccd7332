package io.clawhub.gateway.core.calls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The form of keys: {@code key_}, 12 hex digits that name the key, 32 that are its secret (128 bits). */
final class KeySecret {

    /** Characters of a key that may be shown. */
    static final int ID_LENGTH = 16;

    private static final int RANDOM_BYTES = 22;

    private KeySecret() {}

    static String fresh() {
        byte[] random = new byte[RANDOM_BYTES];
        // Made for each key: a generator in a static field would be seeded when a native image is built.
        new SecureRandom().nextBytes(random);
        return "key_" + HexFormat.of().formatHex(random);
    }

    static String id(String key) {
        return key.substring(0, ID_LENGTH);
    }

    static String hash(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
