package io.clawhub.gateway.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Makes secrets that are shown once, and the form in which they are kept. */
public final class Secrets {

    private static final int BYTES = 32;

    private Secrets() {}

    /** A new secret: the prefix and so many random bytes in hex. */
    public static String fresh(String prefix, int bytes) {
        byte[] random = new byte[bytes];
        // Made for each secret: a generator in a static field would be seeded when a native image is built.
        new SecureRandom().nextBytes(random);
        return prefix + HexFormat.of().formatHex(random);
    }

    /** A new secret of 256 random bits: the prefix and 43 characters of URL-safe base64. */
    public static String fresh(String prefix) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What is kept of a secret: its SHA-256 in hex. So many random bits need no salt and no slow hash. */
    public static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
