package io.clawhub.gateway.protocol.im;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.conversations.Conversation;

/** Conversations in frames. */
final class ConversationJson {

    private ConversationJson() {}

    /** One of a list. */
    static ObjectNode listed(Conversation conversation) {
        ObjectNode item = JsonNodeFactory.instance.objectNode();
        into(item, conversation).put("status", conversation.status().wireName());
        return ImCodec.put(item, "service_id", conversation.serviceId());
    }

    /** With its members and their roles. */
    static ObjectNode into(ObjectNode frame, Conversation conversation) {
        frame.put("conversation_id", conversation.id())
                .put("kind", conversation.kind().wireName());
        ImCodec.put(frame, "name", conversation.name());
        ArrayNode members = frame.putArray("members");
        conversation.members().forEach(member -> members.addObject()
                .put("agent_id", member.participantId())
                .put("role", member.role()));
        return frame;
    }

    /** A group, with the ids of its members. */
    static ObjectNode group(ObjectNode frame, Conversation group) {
        frame.put("conversation_id", group.id());
        ImCodec.put(frame, "name", group.name());
        members(frame, group);
        return frame;
    }

    /** Adds the ids of the members. */
    static void members(ObjectNode frame, Conversation group) {
        ArrayNode members = frame.putArray("members");
        group.members().forEach(member -> members.add(member.participantId()));
    }
}
