package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.MessageState;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.media.MediaUrls;
import io.clawhub.gateway.json.JsonText;

/**
 * A message as it stands in {@code new_message}, {@code offline_messages} and history: the protocol's thirteen fields, and
 * behind them what its clients do not look at.
 */
@ApplicationScoped
public class MessageJson {

    private final AccountDirectory accounts;
    private final MediaUrls files;

    MessageJson(AccountDirectory accounts, MediaUrls files) {
        this.accounts = accounts;
        this.files = files;
    }

    /** As events carry it. Asks nobody. */
    public ObjectNode event(LoggedMessage logged) {
        ObjectNode json = head(logged);
        ArrayNode mentions = json.putArray("mentions");
        mentions(logged).forEach(mentions::add);
        return tail(json, logged);
    }

    /** As pages of history carry it: there the mentions are a string with JSON in it. */
    public ObjectNode row(LoggedMessage logged) {
        ObjectNode json = head(logged);
        ArrayNode mentions = JsonNodeFactory.instance.arrayNode();
        mentions(logged).forEach(mentions::add);
        json.put("mentions", mentions.toString());
        return tail(json, logged);
    }

    private ObjectNode head(LoggedMessage logged) {
        MessageAccepted said = logged.message();
        ChatRef chat = ChatRef.of(said.conversationId());
        Speaker speaker = Speaker.of(said, accounts.remembered(said.senderId()));
        MessageExtras extras = MessageExtras.of(said.details());
        List<Attachment> attachments =
                said.details() == null ? List.of() : said.details().attachments();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", said.messageId())
                .put("chat_type", chat.type())
                .put("chat_id", chat.id())
                .put("sender_id", said.senderId())
                .put("sender_name", speaker.name())
                .put("sender_avatar", files.renewed(speaker.avatar()))
                .put("sender_is_agent", speaker.isAgent() ? 1 : 0)
                .put("content", logged.wasDeleted() ? "" : JsonText.shown(said.content()) + furtherFiles(attachments))
                .put("content_type", extras.contentType())
                .put("file_url", attachments.isEmpty() ? extras.fileUrl() : files.urlOf(attachments.getFirst()))
                .put("file_name", extras.fileName());
    }

    private static ObjectNode tail(ObjectNode json, LoggedMessage logged) {
        MessageAccepted said = logged.message();
        json.put("created_at", Timestamps.of(logged.at())).put("seq", logged.seq());
        if (said.clientMsgId() != null) {
            json.put("client_msg_id", said.clientMsgId());
        }
        if (said.details() != null && said.details().replyTo() != null) {
            json.put("reply_to", said.details().replyTo());
        }
        if (logged.state() != null) {
            state(json, logged.state());
        }
        return json;
    }

    private static void state(ObjectNode json, MessageState state) {
        if (state.editedAt() != null) {
            json.put("edited_at", Timestamps.of(state.editedAt()));
        }
        if (state.deletedAt() != null) {
            json.put("deleted_at", Timestamps.of(state.deletedAt()));
        }
        if (!state.reactions().isEmpty()) {
            ArrayNode reactions = json.putArray("reactions");
            for (MessageState.Reaction one : state.reactions()) {
                ArrayNode by =
                        reactions.addObject().put("reaction", one.reaction()).putArray("by");
                one.by().forEach(by::add);
            }
        }
    }

    /** This protocol has one file a message; further ones are links in its text. */
    private String furtherFiles(List<Attachment> attachments) {
        StringBuilder links = new StringBuilder();
        for (Attachment file : attachments.subList(Math.min(1, attachments.size()), attachments.size())) {
            links.append("\n[")
                    .append(file.name())
                    .append("](")
                    .append(files.urlOf(file))
                    .append(')');
        }
        return links.toString();
    }

    private static List<String> mentions(LoggedMessage logged) {
        MessageDetails details = logged.message().details();
        return details == null ? List.of() : details.mentions();
    }
}
