package io.clawhub.gateway.protocol.agentclub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.gateway.core.Push.MessageChanged;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoText;

/**
 * What becomes of a message, as events that the protocol's own clients do not know and pass over: {@code message_edited},
 * {@code message_deleted} and {@code reaction}.
 */
final class ChangeJson {

    private ChangeJson() {}

    static String event(MessageChanged changed) {
        MessageChange change = changed.change();
        ChatRef chat = ChatRef.of(change.conversationId());
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("id", change.messageId())
                .put("chat_type", chat.type())
                .put("chat_id", chat.id())
                .put("user_id", change.byParticipantId())
                .put("at", Timestamps.of(changed.at()));
        return switch (change) {
            case MessageEdited edited -> SocketIoText.event("message_edited", edited(body, edited));
            case MessageDeleted deleted -> SocketIoText.event("message_deleted", body);
            case ReactionChanged reaction ->
                SocketIoText.event(
                        "reaction", body.put("reaction", reaction.reaction()).put("on", reaction.on()));
        };
    }

    private static ObjectNode edited(ObjectNode body, MessageEdited edited) {
        body.put("content", JsonText.shown(edited.content()));
        ArrayNode mentions = body.putArray("mentions");
        if (edited.details() != null) {
            edited.details().mentions().forEach(mentions::add);
        }
        return body;
    }
}
