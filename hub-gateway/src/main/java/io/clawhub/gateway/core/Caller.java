package io.clawhub.gateway.core;

/**
 * Who speaks on a connection: taken from the connection, never from a frame.
 *
 * @param participantId who
 * @param clientId which installation of the participant's program; its cursors are kept apart
 * @param protocol the adapter, such as {@code claw}
 * @param authentication how the participant was identified
 * @param userId the user whose API key the connection presented, or null
 * @param credentialId the token or session of an account by which it came, or null; when that ends, so does the connection
 */
public record Caller(
        String participantId,
        String clientId,
        String protocol,
        Authentication authentication,
        String userId,
        String credentialId) {

    /** Somebody who came without the credential of an account. */
    public Caller(
            String participantId, String clientId, String protocol, Authentication authentication, String userId) {
        this(participantId, clientId, protocol, authentication, userId, null);
    }

    /** How a participant was identified. */
    public enum Authentication {
        /** The id was made for this connection, or by its client for this run; nobody will return under it. */
        NONE,
        /** Claimed by name. */
        OPEN,
        /** Proved by a credential. */
        TOKEN;

        /** The word in records. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
