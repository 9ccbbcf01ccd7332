package io.clawhub.gateway.core.media;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** HMAC-SHA256 over a file's id and the second at which the link to it runs out. */
final class Signatures {

    private static final String HMAC = "HmacSHA256";

    private Signatures() {}

    /** In URL-safe Base64, without padding. */
    static String of(byte[] key, String id, long expiresAt) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, id, expiresAt));
    }

    /** Whether one of the keys made this signature. Takes as long for a wrong one as for a right one by the last key. */
    static boolean isGenuine(List<byte[]> keys, String id, long expiresAt, String signature) {
        byte[] given = signature.getBytes(US_ASCII);
        boolean genuine = false;
        for (byte[] key : keys) {
            genuine |= MessageDigest.isEqual(of(key, id, expiresAt).getBytes(US_ASCII), given);
        }
        return genuine;
    }

    private static byte[] mac(byte[] key, String id, long expiresAt) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            // An id holds no control character, so the separator keeps the two apart.
            return mac.doFinal((id + '\n' + expiresAt).getBytes(US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
