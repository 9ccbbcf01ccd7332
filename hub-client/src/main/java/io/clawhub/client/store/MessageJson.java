package io.clawhub.client.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.Status;

/** Messages as JSON: as the dictionary of the pending queue, as a line of the log, and as the payload of the outbox. */
final class MessageJson {

    private MessageJson() {}

    /** The message's dictionary. */
    static ObjectNode dictionary(Message message) {
        ObjectNode json = Json.object();
        json.put("id", message.id());
        Json.put(json, "client_msg_id", message.clientMsgId());
        json.put("conversation_id", message.conversationId());
        Json.put(json, "conversation_kind", message.conversationKind());
        body(json, message);
        json.put("direction", message.direction() == Direction.OUT ? "out" : "in");
        return json;
    }

    /** The message of a dictionary. */
    static Message fromDictionary(JsonNode json) {
        return message(
                json,
                Json.text(json, "conversation_id"),
                Json.text(json, "conversation_kind"),
                Json.text(json, "client_msg_id"),
                Json.text(json, "direction"));
    }

    /** The message's line, without checksum. */
    static ObjectNode line(Message message) {
        ObjectNode json = Json.object();
        json.put("r", "msg");
        json.put("id", message.id());
        Json.put(json, "cmid", message.clientMsgId());
        json.put("dir", message.direction() == Direction.OUT ? "out" : "in");
        body(json, message);
        return json;
    }

    /** The message of a line in the log of a conversation. */
    static Message fromLine(JsonNode json, String conversationId, String kind) {
        return message(json, conversationId, kind, Json.text(json, "cmid"), Json.text(json, "dir"));
    }

    private static void body(ObjectNode json, Message message) {
        json.set("seq", message.seq() > 0 ? json.numberNode(message.seq()) : json.nullNode());
        Json.put(json, "from", message.from());
        Json.put(json, "to", message.to());
        json.put("kind", message.kind() == null ? "text" : message.kind());
        json.put("text", message.text());
        Json.put(json, "ts", Json.time(message.ts()));
        Json.put(json, "local_ts", Json.time(message.localTs()));
        Json.put(json, "service_id", message.serviceId());
        Json.put(json, "reply_to", message.replyTo());
        Json.put(json, "mentions", message.mentions());
        attachments(json, message.attachments());
        Json.put(json, "metadata", message.metadata());
        Json.put(json, "run_id", message.runId());
        if (message.status() != null && message.status() != Status.QUEUED) {
            json.put("status", message.status().wireName());
        }
    }

    private static Message message(JsonNode json, String conversationId, String kind, String cmid, String direction) {
        boolean out = "out".equals(direction);
        return new Message(
                Json.text(json, "id"),
                cmid,
                conversationId,
                kind,
                json.path("seq").asLong(0),
                Json.text(json, "from"),
                Json.text(json, "to"),
                json.path("kind").asText("text"),
                Json.text(json, "text"),
                Json.instant(json, "ts"),
                Json.instant(json, "local_ts"),
                Json.text(json, "service_id"),
                Json.text(json, "reply_to"),
                Json.texts(json, "mentions"),
                attachments(json),
                Json.map(json, "metadata"),
                Json.text(json, "run_id"),
                out ? Direction.OUT : Direction.IN,
                out ? status(Json.text(json, "status"), Status.QUEUED) : null);
    }

    /** The status of this word, or the other one if it is none. */
    static Status status(String word, Status otherwise) {
        for (Status status : Status.values()) {
            if (status.wireName().equals(word)) {
                return status;
            }
        }
        return otherwise;
    }

    /** What the outbox keeps of a message. */
    static ObjectNode payload(OutgoingMessage message) {
        ObjectNode json = Json.object();
        Json.put(json, "client_msg_id", message.clientMsgId());
        Json.put(json, "to", message.to());
        Json.put(json, "conversation_id", message.conversationId());
        Json.put(json, "service_id", message.serviceId());
        json.put("kind", message.kind());
        json.put("text", message.text());
        Json.put(json, "reply_to", message.replyTo());
        Json.put(json, "mentions", message.mentions());
        attachments(json, message.attachments());
        Json.put(json, "metadata", message.metadata());
        return json;
    }

    /** The message of a payload. */
    static OutgoingMessage fromPayload(JsonNode json, String cmid) {
        return new OutgoingMessage(
                cmid,
                Json.text(json, "to"),
                Json.text(json, "conversation_id"),
                Json.text(json, "service_id"),
                Json.text(json, "kind"),
                Json.text(json, "text"),
                Json.text(json, "reply_to"),
                Json.texts(json, "mentions"),
                attachments(json),
                Json.map(json, "metadata"));
    }

    /** The send that a logged message was, for the conversation it was logged in. */
    static OutgoingMessage outgoing(Message logged) {
        return new OutgoingMessage(
                logged.clientMsgId(),
                logged.to(),
                logged.to() == null ? logged.conversationId() : null,
                logged.serviceId(),
                logged.kind(),
                logged.text(),
                logged.replyTo(),
                logged.mentions(),
                logged.attachments(),
                logged.metadata());
    }

    private static void attachments(ObjectNode json, List<Attachment> attachments) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Attachment file : attachments) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", file.id());
            entry.put("name", file.name());
            entry.put("content_type", file.contentType());
            entry.put("size", file.size());
            entry.put("sha256", file.sha256());
            list.add(entry);
        }
        Json.put(json, "attachments", list);
    }

    private static List<Attachment> attachments(JsonNode json) {
        List<Attachment> files = new ArrayList<>();
        for (JsonNode file : json.path("attachments")) {
            files.add(new Attachment(
                    Json.text(file, "id"),
                    Json.text(file, "name"),
                    Json.text(file, "content_type"),
                    file.path("size").asLong(),
                    Json.text(file, "sha256")));
        }
        return files;
    }
}
