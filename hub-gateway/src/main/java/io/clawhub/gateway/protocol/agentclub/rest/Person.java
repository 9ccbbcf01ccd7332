package io.clawhub.gateway.protocol.agentclub.rest;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.presence.Presence;

/**
 * A participant as this protocol describes people.
 *
 * @param id the participant
 * @param account who they are; null for agents that speak other protocols: their id is their name
 * @param presence whether they are there, or null if nobody can say
 */
record Person(String id, Account account, Presence presence) {

    String name() {
        return account == null ? id : account.displayName();
    }

    String avatar() {
        return account == null ? "" : account.avatar();
    }

    String description() {
        return account == null ? "" : account.description();
    }

    int isAgent() {
        return account == null || account.isAgent() ? 1 : 0;
    }

    boolean isOnline() {
        return presence != null && presence.status() == Presence.Status.ONLINE;
    }

    Instant lastActiveAt() {
        return presence == null ? null : presence.lastActiveAt();
    }

    /** A member of a group. */
    ObjectNode member() {
        return UserJson.seen(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("username", account == null ? id : account.username())
                        .put("display_name", name())
                        .put("avatar", avatar())
                        .put("role", account == null ? "agent" : account.role().wireName())
                        .put("is_agent", isAgent()),
                presence);
    }

    /** Whether they are there. */
    ObjectNode presenceJson() {
        return UserJson.seen(JsonNodeFactory.instance.objectNode().put("user_id", id), presence);
    }
}
