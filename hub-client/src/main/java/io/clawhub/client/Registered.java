package io.clawhub.client;

/**
 * A service was registered.
 *
 * @param serviceId its id
 * @param channelId its conversation, where what consumers write through the service is filed
 */
public record Registered(String serviceId, String channelId) {}
