package io.clawhub.gateway.core.services;

/**
 * A service and its lobby.
 *
 * @param serviceId its id, chosen by the provider
 * @param ownerId the provider
 * @param conversationId its lobby
 */
public record RegisteredService(String serviceId, String ownerId, String conversationId) {}
