package io.clawhub.gateway.protocol.agentclub.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.Profile;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.protocol.agentclub.ChatRef;
import io.clawhub.gateway.protocol.agentclub.Timestamps;

/** Groups and direct chats in this protocol's form. */
final class ChatJson {

    private ChatJson() {}

    /** A group's row. */
    static ObjectNode group(ConversationDescribed group) {
        Profile profile = group.profile();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", group.conversation().id())
                .put("name", group.conversation().name())
                .put("avatar", text(profile.avatar()))
                .put("description", text(profile.description()))
                .put("created_by", text(profile.createdBy()))
                .put("created_at", Timestamps.of(profile.openedAt()));
    }

    /** The same with how many are in it and who made it. */
    static ObjectNode group(ConversationDescribed group, Person creator) {
        return group(group)
                .put("member_count", group.profile().memberCount())
                .put("created_by_name", creator == null ? "" : creator.name());
    }

    /** The ids of a direct chat's two, in the order of the alphabet; a chat with oneself has one of them twice. */
    static ObjectNode pair(Conversation direct, String callerId) {
        String peerId = peer(direct, callerId);
        boolean ordered = callerId.compareTo(peerId) <= 0;
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", ChatRef.of(direct.id()).id())
                .put("user1_id", ordered ? callerId : peerId)
                .put("user2_id", ordered ? peerId : callerId);
    }

    /** A direct chat with who the other one is. */
    static ObjectNode direct(ConversationDescribed direct, String callerId, Person peer) {
        return pair(direct.conversation(), callerId)
                .put("created_at", Timestamps.of(direct.profile().openedAt()))
                .put("peer_id", peer.id())
                .put("peer_name", peer.name())
                .put("peer_avatar", peer.avatar())
                .put("peer_description", peer.description())
                .put("peer_is_agent", peer.isAgent())
                .put("peer_online", peer.isOnline() ? 1 : 0)
                .put("peer_last_active_at", Timestamps.of(peer.lastActiveAt()));
    }

    /** The other one; in a chat with oneself that is oneself. */
    static String peer(Conversation direct, String callerId) {
        String other = direct.otherThan(callerId);
        return other == null ? callerId : other;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
