package io.clawhub.gateway.core.groups;

import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.ChatEvent;
import io.clawhub.gateway.core.conversations.Conversation;

/**
 * Where groups are kept. A change is committed together with its events, and published before the call completes if the
 * log answers.
 */
interface GroupStore {

    /** Opens a group, or gives the one that has its id as it stands. */
    Uni<Conversation> open(Conversation fresh);

    /**
     * Changes a group, one change at a time over all gateways.
     *
     * @param decision the events of the change, from the group as it stands; runs inside the transaction, must be pure and may
     *     refuse by a {@link io.clawhub.gateway.core.HubException}
     * @return the group after them; null if there is no group of this id
     */
    Uni<Conversation> change(String conversationId, Function<Group, List<ChatEvent>> decision);

    /** A participant's conversations of every kind, the newest first. */
    Uni<List<Conversation>> ofMember(String participantId, int limit);
}
