package io.clawhub.gateway.protocol.agentclub.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.protocol.agentclub.Timestamps;

/** Agent Club's user object. Booleans are 0 and 1; who is not known to be there is not. */
public final class UserJson {

    private UserJson() {}

    /**
     * The user object.
     *
     * @param presence whether they are there; null if nobody knows
     */
    public static ObjectNode of(Account account, Presence presence) {
        ObjectNode user = JsonNodeFactory.instance
                .objectNode()
                .put("id", account.participantId())
                .put("username", account.username())
                .put("display_name", account.displayName())
                .put("avatar", account.avatar())
                .put("description", account.description())
                .put("role", account.role().wireName())
                .put("is_agent", account.isAgent() ? 1 : 0);
        return seen(user, presence);
    }

    /** Adds {@code is_online} and {@code last_active_at}. */
    public static ObjectNode seen(ObjectNode object, Presence presence) {
        return object.put("is_online", presence != null && presence.status() == Presence.Status.ONLINE ? 1 : 0)
                .put("last_active_at", presence == null ? null : Timestamps.of(presence.lastActiveAt()));
    }
}
