package io.clawhub.gateway.core.groups;

import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.events.ChatEvent;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.Profile;
import io.clawhub.gateway.core.conversations.Conversation;

/**
 * Where groups are kept. A change is committed together with its events, and published before the call completes if the
 * log answers.
 */
interface GroupStore {

    /** What a group says of itself; null: as it is. */
    record Words(String avatar, String description) {
        static final Words NONE = new Words(null, null);
    }

    /**
     * One of a participant's conversations.
     *
     * @param clearedSeq the participant does not want to see it until something is said beyond this seq; null: they do
     */
    record Listed(ConversationDescribed described, Long clearedSeq) {}

    /** Opens a group, or gives the one that has its id as it stands. */
    Uni<Conversation> open(Conversation fresh, String creatorId, Words words);

    /**
     * Changes a group, one change at a time over all gateways.
     *
     * @param decision the events of the change, from the group as it stands; runs inside the transaction, must be pure and may
     *     refuse by a {@link io.clawhub.gateway.core.HubException}
     * @return the group after them; null if there is no group of this id
     */
    default Uni<Conversation> change(String conversationId, Function<Group, List<ChatEvent>> decision) {
        return change(conversationId, Words.NONE, decision);
    }

    /** The same with new words, which are kept if the decision gives an event. */
    Uni<Conversation> change(String conversationId, Words words, Function<Group, List<ChatEvent>> decision);

    /** What a conversation says of itself; the members are not counted. Null if there is none of this id. */
    Uni<Profile> profile(String conversationId);

    /** A participant's conversations, the newest first; of large groups without the members. */
    Uni<List<Listed>> ofMember(String participantId, ListConversations.Which which, int limit);

    /** The groups of a participant that are large or have been. */
    Uni<List<String>> largeGroupsOf(String participantId, int limit);
}
