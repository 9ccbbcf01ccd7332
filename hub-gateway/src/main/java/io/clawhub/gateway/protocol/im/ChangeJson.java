package io.clawhub.gateway.protocol.im;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.archive.MessageState;
import io.clawhub.gateway.core.Push;

/** What becomes of messages, in frames. */
final class ChangeJson {

    private ChangeJson() {}

    /** A change that has just happened. */
    static ObjectNode frame(Push.MessageChanged changed) {
        MessageChange change = changed.change();
        ObjectNode frame =
                switch (change) {
                    case MessageEdited edit -> edited(edit);
                    case MessageDeleted deletion -> ImCodec.frame("deleted");
                    case ReactionChanged reaction ->
                        ImCodec.frame("reaction")
                                .put("reaction", reaction.reaction())
                                .put("on", reaction.on());
                };
        return frame.put("id", change.messageId())
                .put("conversation_id", change.conversationId())
                .put("by", change.byParticipantId())
                .put("ts", MessageJson.exact(changed.at()));
    }

    /** Adds what became of a message until now; null adds nothing. */
    static void state(ObjectNode message, MessageState state) {
        if (state == null) {
            return;
        }
        if (state.editedAt() != null) {
            message.put("edited_at", MessageJson.exact(state.editedAt()));
        }
        if (state.deletedAt() != null) {
            message.put("deleted_at", MessageJson.exact(state.deletedAt()));
        }
        if (!state.reactions().isEmpty()) {
            ArrayNode reactions = message.putArray("reactions");
            for (MessageState.Reaction reaction : state.reactions()) {
                ArrayNode by = reactions
                        .addObject()
                        .put("reaction", reaction.reaction())
                        .putArray("by");
                reaction.by().forEach(by::add);
            }
        }
    }

    private static ObjectNode edited(MessageEdited edit) {
        ObjectNode frame = ImCodec.frame("edited");
        frame.put("kind", MessageJson.kind(edit.details()));
        MessageJson.content(frame, edit.content());
        MessageJson.details(frame, edit.details());
        return frame;
    }
}
