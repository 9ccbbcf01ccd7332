package io.clawhub.gateway.core.services;

import java.util.Set;

/**
 * A service and its lobby.
 *
 * @param serviceId its id, chosen by the provider
 * @param ownerId the provider
 * @param conversationId its lobby
 * @param registration which life of the id this is: grows when the id is registered again after it was withdrawn
 * @param restricted whether only some may use it
 * @param allowedUsers the users who may, if it is restricted
 */
public record RegisteredService(
        String serviceId,
        String ownerId,
        String conversationId,
        int registration,
        boolean restricted,
        Set<String> allowedUsers) {

    public RegisteredService {
        allowedUsers = Set.copyOf(allowedUsers);
    }

    /** One that everybody may use. */
    public RegisteredService(String serviceId, String ownerId, String conversationId) {
        this(serviceId, ownerId, conversationId, 1, false, Set.of());
    }

    /** Whether this user, null for none, is on the list, or there is no list. */
    public boolean isOpenTo(String userId) {
        return !restricted || userId != null && allowedUsers.contains(userId);
    }
}
