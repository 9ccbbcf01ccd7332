package io.clawhub.client.cli;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.ChannelOutcome;
import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.wire.WireEvent;

/** What programs read: one JSON object a line, with the names of the protocol. What is absent is left out. */
final class MessageJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private MessageJson() {}

    static ObjectNode of(Message message) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "id", message.id());
        put(json, "client_msg_id", message.clientMsgId());
        put(json, "conversation_id", message.conversationId());
        put(json, "conversation_kind", message.conversationKind());
        if (message.seq() != 0) {
            json.put("seq", message.seq());
        }
        put(json, "from", message.from());
        put(json, "to", message.to());
        put(json, "kind", message.kind());
        put(json, "text", message.text());
        put(json, "ts", message.ts());
        put(json, "local_ts", message.localTs());
        put(json, "service_id", message.serviceId());
        put(json, "reply_to", message.replyTo());
        put(json, "run_id", message.runId());
        if (!message.mentions().isEmpty()) {
            message.mentions().forEach(json.putArray("mentions")::add);
        }
        if (!message.attachments().isEmpty()) {
            ArrayNode files = json.putArray("attachments");
            message.attachments().forEach(file -> files.add(of(file)));
        }
        if (!message.metadata().isEmpty()) {
            json.set("metadata", JSON.valueToTree(message.metadata()));
        }
        put(json, "direction", message.direction() == null ? null : word(message.direction()));
        put(json, "status", message.status() == null ? null : message.status().wireName());
        return json;
    }

    static ObjectNode of(PendingMessage pending) {
        ObjectNode json = of(pending.message()).put("attempts", pending.attempts());
        put(json, "receipt", pending.receipt());
        return json;
    }

    static ObjectNode of(Attachment file) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "id", file.id());
        put(json, "name", file.name());
        put(json, "content_type", file.contentType());
        json.put("size", file.size());
        put(json, "sha256", file.sha256());
        return json;
    }

    static ObjectNode of(Contact contact) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "contact_id", contact.contactId());
        put(json, "name", contact.name());
        put(json, "description", contact.description());
        put(json, "kind", contact.kind());
        put(json, "conversation_id", contact.conversationId());
        json.put("blocked", contact.blocked());
        put(json, "last_message_at", contact.lastMessageAt());
        return json;
    }

    /** {@code event} tells it from a message. */
    static ObjectNode of(WireEvent.ChannelChanged change) {
        ObjectNode json = JSON.createObjectNode().put("event", "channel");
        put(json, "conversation_id", change.conversationId());
        put(json, "status", change.status());
        put(json, "service_id", change.serviceId());
        put(json, "provider_id", change.providerId());
        put(json, "consumer_id", change.consumerId());
        put(json, "by", change.by());
        put(json, "text", change.text());
        put(json, "ts", change.ts());
        return json;
    }

    static ObjectNode of(ChannelOutcome settled) {
        ObjectNode json = JSON.createObjectNode();
        put(json, "conversation_id", settled.conversationId());
        put(json, "status", settled.status());
        put(json, "reason", settled.reason());
        return json;
    }

    /**
     * As it is printed: characters that would steer a terminal or turn text around are escaped, which is the same to whoever reads
     * the JSON. They can only stand in strings.
     */
    static String line(ObjectNode json) {
        String text = json.toString();
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                line.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return line.toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode json, String field, Object value) {
        if (value instanceof Instant time) {
            json.put(field, MILLIS.format(time));
        } else if (value != null) {
            json.put(field, value.toString());
        }
    }
}
