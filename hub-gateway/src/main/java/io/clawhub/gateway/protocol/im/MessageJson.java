package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.events.archive.LoggedMessage;

/** A message as it stands in {@code deliver} and in history. */
final class MessageJson {

    /** RFC 3339 in UTC, always with milliseconds, so that times sort as text. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** A message's time is exact: it is what a page of history may be asked for by. */
    private static final DateTimeFormatter EXACT_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private MessageJson() {}

    /** A time. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    /** The time of what stands in the log. */
    static String exact(Instant at) {
        return EXACT_TIME.format(at);
    }

    /**
     * A message.
     *
     * @param copyFor the participant to whom it is handed on its own, so that their own words are marked as a copy; null in
     *     history, where both sides stand together
     */
    static ObjectNode of(LoggedMessage logged, String copyFor) {
        MessageAccepted said = logged.message();
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("id", said.messageId());
        ImCodec.put(message, "client_msg_id", said.clientMsgId());
        message.put("conversation_id", said.conversationId())
                .put("conversation_kind", said.kind().wireName())
                .put("seq", logged.seq())
                .put("from", said.senderId());
        if (said.kind() == ConversationKind.DIRECT) {
            ImCodec.put(message, "to", other(said));
        }
        MessageDetails details = said.details();
        message.put("kind", kind(details));
        content(message, said.content());
        message.put("ts", exact(logged.at()));
        ImCodec.put(message, "service_id", said.serviceId());
        details(message, details);
        ChangeJson.state(message, logged.state());
        if (said.senderId().equals(copyFor)) {
            message.put("dir", "out");
        }
        if (said.provenance() != null) {
            ImCodec.put(message, "protocol", said.provenance().protocol());
            ImCodec.put(message, "authentication", said.provenance().authentication());
        }
        return message;
    }

    /** Other protocols may say any JSON value: clients find it in {@code content}, and something to show in {@code text}. */
    static void content(ObjectNode message, JsonNode content) {
        if (content.isTextual()) {
            message.put("text", content.textValue());
        } else {
            message.put("text", content.toString()).set("content", content);
        }
    }

    /** The kind that goes with a message. */
    static String kind(MessageDetails details) {
        return details == null || details.kind() == null ? "text" : details.kind();
    }

    /** Adds what goes with a message; null adds nothing. */
    static void details(ObjectNode message, MessageDetails details) {
        if (details == null) {
            return;
        }
        ImCodec.put(message, "reply_to", details.replyTo());
        if (!details.mentions().isEmpty()) {
            ArrayNode mentions = message.putArray("mentions");
            details.mentions().forEach(mentions::add);
        }
        if (!details.attachments().isEmpty()) {
            ArrayNode files = message.putArray("attachments");
            details.attachments().forEach(file -> files.add(attachment(file)));
        }
        if (details.metadata() != null) {
            message.set("metadata", details.metadata());
        }
        ImCodec.put(message, "run_id", details.runId());
    }

    private static ObjectNode attachment(Attachment file) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", file.id())
                .put("name", file.name())
                .put("content_type", file.contentType())
                .put("size", file.size());
        return ImCodec.put(json, "sha256", file.sha256());
    }

    private static String other(MessageAccepted said) {
        return said.audience().stream()
                .filter(id -> !id.equals(said.senderId()))
                .findFirst()
                .orElse(null);
    }
}
