package io.clawhub.gateway.protocol.agentclub;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.gateway.core.MessageCommand;

/**
 * Socket.IO events to {@link ClubEvent}s. The protocol forgives: unknown fields, unknown events and objects of another shape
 * are ignored, and a field of the wrong type counts as absent.
 */
final class ClubCodec {

    /** Mentions beyond so many are cut off. */
    static final int MAX_MENTIONS = 100;
    /** Ids beyond so many are cut off; clients mark one at a time. */
    static final int MAX_MARKED = 256;

    private ClubCodec() {}

    /** The event, or null for one that is ignored. */
    static ClubEvent decode(String name, List<JsonNode> arguments) {
        JsonNode body = arguments.isEmpty() ? MissingNode.getInstance() : arguments.getFirst();
        if (name.equals("heartbeat")) {
            return new ClubEvent.Heartbeat();
        }
        if (!body.isObject()) {
            return null;
        }
        return switch (name) {
            case "send_message" -> send(body);
            case "mark_read" -> mark(body);
            case "join_chat" -> hasChat(body) ? new ClubEvent.JoinChat(chat(body)) : null;
            case "leave_chat" -> hasChat(body) ? new ClubEvent.LeaveChat(chat(body)) : null;
            case "edit_message", "delete_message", "react" -> change(name, body);
            case "typing" -> hasChat(body) ? new ClubEvent.ShowTyping(chat(body)) : null;
            default -> null;
        };
    }

    private static ClubEvent send(JsonNode body) {
        if (!hasChat(body)) {
            return null;
        }
        return new ClubEvent.SendMessage(
                chat(body),
                text(body, "content", ""),
                text(body, "content_type", "text"),
                text(body, "file_url", null),
                text(body, "file_name", null),
                mentions(body.path("mentions")),
                text(body, "client_msg_id", null),
                text(body, "reply_to", null));
    }

    /** Ids win over the chat. */
    private static ClubEvent mark(JsonNode body) {
        List<String> ids = words(body.path("message_ids"), MAX_MARKED);
        String single = text(body, "message_id", null);
        if (single != null && ids.size() < MAX_MARKED) {
            ids.add(single);
        }
        if (!ids.isEmpty()) {
            return new ClubEvent.MarkMessages(ids);
        }
        return hasChat(body) ? new ClubEvent.MarkChat(chat(body)) : null;
    }

    private static ClubEvent change(String name, JsonNode body) {
        String messageId = text(body, "message_id", null);
        if (messageId == null) {
            return null;
        }
        String key = text(body, "client_msg_id", null);
        return new ClubEvent.ChangeMessage(
                switch (name) {
                    case "edit_message" ->
                        new MessageCommand.EditMessage(
                                key,
                                messageId,
                                TextNode.valueOf(text(body, "content", "")),
                                MessageExtras.mentioning(mentions(body.path("mentions"))));
                    case "delete_message" -> new MessageCommand.DeleteMessage(key, messageId);
                    default ->
                        new MessageCommand.React(
                                key,
                                messageId,
                                text(body, "reaction", ""),
                                body.path("on").asBoolean(true));
                });
    }

    private static boolean hasChat(JsonNode body) {
        return text(body, "chat_id", null) != null;
    }

    private static ChatRef chat(JsonNode body) {
        return ChatRef.of(text(body, "chat_type", "group"), text(body, "chat_id", null));
    }

    private static List<String> mentions(JsonNode list) {
        Set<String> mentions = new LinkedHashSet<>();
        for (JsonNode word : list) {
            String id = word.isTextual() ? word.textValue().strip() : "";
            if (!id.isEmpty() && mentions.size() < MAX_MENTIONS) {
                mentions.add(id);
            }
        }
        return list.isArray() ? List.copyOf(mentions) : List.of();
    }

    private static List<String> words(JsonNode list, int max) {
        List<String> words = new ArrayList<>();
        if (list.isArray()) {
            for (JsonNode word : list) {
                if (word.isTextual() && !word.textValue().isEmpty() && words.size() < max) {
                    words.add(word.textValue());
                }
            }
        }
        return words;
    }

    /** A string that is not empty, else the other value. */
    private static String text(JsonNode body, String field, String otherwise) {
        JsonNode value = body.path(field);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : otherwise;
    }
}
