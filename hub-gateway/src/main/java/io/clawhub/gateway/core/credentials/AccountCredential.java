package io.clawhub.gateway.core.credentials;

import java.time.Instant;

/**
 * A session or a token as it is kept: without its secret.
 *
 * @param id {@code cr_} and 32 hex digits; no secret
 * @param kind what it is
 * @param accountId whose
 * @param hint the last characters of the secret, to tell tokens apart
 * @param origin from where it was asked for
 * @param createdAt since when
 * @param validUntil when it ends or ended; null: without end
 */
public record AccountCredential(
        String id,
        CredentialKind kind,
        String accountId,
        String hint,
        String origin,
        Instant createdAt,
        Instant validUntil) {

    /** Whether it is valid at this time. */
    public boolean isValidAt(Instant time) {
        return validUntil == null || time.isBefore(validUntil);
    }
}
