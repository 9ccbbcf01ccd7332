package io.clawhub.gateway.core.calls;

import io.clawhub.gateway.core.Secrets;

/** The form of keys: {@code key_}, 12 hex digits that name the key, 32 that are its secret (128 bits). */
final class KeySecret {

    /** Characters of a key that may be shown. */
    static final int ID_LENGTH = 16;

    private static final int RANDOM_BYTES = 22;

    private KeySecret() {}

    static String fresh() {
        return Secrets.fresh("key_", RANDOM_BYTES);
    }

    static String id(String key) {
        return key.substring(0, ID_LENGTH);
    }
}
