package io.clawhub.client;

/**
 * A session is over.
 *
 * @param channelId the session's conversation
 * @param endedBy who ended it
 * @param reason why; may be empty
 */
public record ChatEnd(String channelId, String endedBy, String reason) {}
