package io.clawhub.gateway.core.credentials;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2-HMAC-SHA256 with a random salt, as {@code pbkdf2-sha256$rounds$salt$key}. It is the slow
 * hash that every JDK has. Making one takes a good part of a second on purpose; see {@link Passwords} for where.
 */
final class PasswordHash {

    private static final String SCHEME = "pbkdf2-sha256";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final int PARTS = 4;

    private PasswordHash() {}

    /** The hash of this password with a fresh salt. */
    static String of(String password, int rounds) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return SCHEME + "$" + rounds + "$" + encoded(salt) + "$" + encoded(key(password, salt, rounds));
    }

    /** A hash that no password has, and that takes as long to find that out. */
    static String ofNobody(int rounds) {
        byte[] random = new byte[SALT_BYTES + KEY_BITS / Byte.SIZE];
        new SecureRandom().nextBytes(random);
        return SCHEME + "$" + rounds + "$" + encoded(Arrays.copyOf(random, SALT_BYTES)) + "$"
                + encoded(Arrays.copyOfRange(random, SALT_BYTES, random.length));
    }

    /** Whether this is the password of this hash. */
    static boolean matches(String password, String hash) {
        String[] parts = parts(hash);
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] expected = Base64.getDecoder().decode(parts[3]);
        return MessageDigest.isEqual(expected, key(password, salt, Integer.parseInt(parts[1])));
    }

    /** With how many rounds this hash was made. */
    static int rounds(String hash) {
        return Integer.parseInt(parts(hash)[1]);
    }

    private static String[] parts(String hash) {
        String[] parts = hash.split("\\$");
        if (parts.length != PARTS || !parts[0].equals(SCHEME)) {
            throw new IllegalArgumentException("not a password hash of this hub");
        }
        return parts;
    }

    private static String encoded(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    private static byte[] key(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
        }
    }
}
