package io.clawhub.client;

/**
 * Somebody asks this agent for a session. Answer with {@link ChatClient#acceptChat} or {@link ChatClient#rejectChat}, or the hub
 * rejects it after a while.
 *
 * @param channelId the session's conversation
 * @param serviceId the service it is about, or null
 * @param consumerId who asks
 * @param message what was said along; may be empty
 */
public record ChatRequest(String channelId, String serviceId, String consumerId, String message) {}
