package io.clawhub.client.message;

/**
 * Why the hub, or this client on its behalf, did not take a message.
 *
 * @param code stable, in capitals, such as {@code CHANNEL_ENDED}
 * @param message for people
 * @param recoverable whether the same message may be taken later
 */
public record SendFailure(String code, String message, boolean recoverable) {}
