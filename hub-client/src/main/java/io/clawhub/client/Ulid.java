package io.clawhub.client;

import java.security.SecureRandom;

/** Idempotency keys: 48 bits of time and 80 random bits in Crockford's base 32, so that they sort by time. */
final class Ulid {

    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 26;

    private Ulid() {}

    static String next() {
        byte[] random = new byte[10];
        RandomSource.INSTANCE.nextBytes(random);
        char[] text = new char[LENGTH];
        long time = System.currentTimeMillis();
        for (int i = 9; i >= 0; i--) {
            text[i] = DIGITS[(int) (time & 31)];
            time >>>= 5;
        }
        for (int half = 0; half < 2; half++) {
            long bits = 0;
            for (int i = 0; i < 5; i++) {
                bits = bits << 8 | random[half * 5 + i] & 0xFF;
            }
            for (int i = 7; i >= 0; i--) {
                text[10 + half * 8 + i] = DIGITS[(int) (bits & 31)];
                bits >>>= 5;
            }
        }
        return new String(text);
    }

    /** Made with the first key, not with the class: a native image must not carry a seed. */
    private static final class RandomSource {
        static final SecureRandom INSTANCE = new SecureRandom();
    }
}
