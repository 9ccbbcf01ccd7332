package io.clawhub.gateway.protocol.im;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.Member;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.MembersListed;
import io.clawhub.gateway.core.conversations.Conversation;

/** Conversations in frames. */
final class ConversationJson {

    private ConversationJson() {}

    /** One of a list; of a large group without the members. */
    static ObjectNode listed(ConversationDescribed described) {
        Conversation conversation = described.conversation();
        ObjectNode item = head(JsonNodeFactory.instance.objectNode(), conversation);
        withRoles(item, conversation.members());
        if (described.isCut()) {
            cut(item, described.profile().memberCount());
        }
        item.put("status", conversation.status().wireName());
        return ImCodec.put(item, "service_id", conversation.serviceId());
    }

    /** With a part of its members and their roles. */
    static ObjectNode page(ObjectNode frame, MembersListed page) {
        withRoles(head(frame, page.conversation()), page.members());
        return frame.put("member_count", page.conversation().members().size()).put("has_more", page.hasMore());
    }

    /** A group, with the ids of its members unless it is large. */
    static ObjectNode group(ObjectNode frame, Conversation group) {
        frame.put("conversation_id", group.id());
        ImCodec.put(frame, "name", group.name());
        if (group.isLarge()) {
            frame.putArray("members");
            return cut(frame, group.members().size());
        }
        members(frame, group);
        return frame;
    }

    /** Adds the ids of the members. */
    static void members(ObjectNode frame, Conversation group) {
        ArrayNode members = frame.putArray("members");
        group.members().forEach(member -> members.add(member.participantId()));
    }

    private static ObjectNode head(ObjectNode frame, Conversation conversation) {
        frame.put("conversation_id", conversation.id())
                .put("kind", conversation.kind().wireName());
        return ImCodec.put(frame, "name", conversation.name());
    }

    private static void withRoles(ObjectNode frame, List<Member> some) {
        ArrayNode members = frame.putArray("members");
        some.forEach(member ->
                members.addObject().put("agent_id", member.participantId()).put("role", member.role()));
    }

    private static ObjectNode cut(ObjectNode frame, int count) {
        return frame.put("members_cut", true).put("member_count", count);
    }
}
