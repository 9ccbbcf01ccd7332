package io.clawhub.client;

/**
 * How a session stands after a request, an answer to one, or its end.
 *
 * @param status {@code accepted}, {@code rejected}, {@code timeout} or {@code ended}
 * @param channelId the session's conversation, or null if there is none
 * @param reason why it was rejected or ended, or null
 */
public record RequestResult(String status, String channelId, String reason) {

    /** The session is open. */
    public static final String ACCEPTED = "accepted";
    /** The provider, or the hub for it, said no. */
    public static final String REJECTED = "rejected";
    /** Nobody answered in time; the session may still be accepted later. */
    public static final String TIMEOUT = "timeout";
    /** The session is over. */
    public static final String ENDED = "ended";
}
