package io.clawhub.client.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore.OutboxItem;

/** What is to be sent, in order. Not thread-safe. */
final class Outbox {

    /**
     * An item.
     *
     * @param item what callers see of it
     * @param localTs when it was enqueued
     * @param other as it was read, for the fields this version does not know; or null
     */
    record Entry(OutboxItem item, Instant localTs, ObjectNode other) {

        String id() {
            return item.message().clientMsgId();
        }

        Entry with(boolean parked, int attempts, SendFailure lastError) {
            return new Entry(
                    new OutboxItem(item.conversationId(), item.message(), parked, attempts, lastError), localTs, other);
        }

        /** The message as the log has it before the hub took it. */
        Message message(String agentId) {
            Status status = item.parked() ? Status.FAILED : Status.QUEUED;
            return Message.noted(item.message(), agentId, item.conversationId(), localTs, status);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private ObjectNode former;
    private long revision;

    Entry get(String clientMsgId) {
        return entries.get(clientMsgId);
    }

    /** Adds it at the end, or replaces it where it stands. */
    void put(Entry entry) {
        entries.put(entry.id(), entry);
    }

    Entry remove(String clientMsgId) {
        return entries.remove(clientMsgId);
    }

    int size() {
        return entries.size();
    }

    /** The revision of the document that was last read or written. */
    long revision() {
        return revision;
    }

    /** No revision below this is written. */
    void atLeast(long known) {
        revision = Math.max(revision, known);
    }

    List<OutboxItem> items() {
        List<OutboxItem> items = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> items.add(entry.item()));
        return List.copyOf(items);
    }

    List<Entry> of(String conversationId) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (conversationId.equals(entry.item().conversationId())) {
                found.add(entry);
            }
        }
        return found;
    }

    /** The lane in which something for this agent waits, or null. */
    String laneOf(String to) {
        for (Entry entry : entries.values()) {
            OutgoingMessage message = entry.item().message();
            if (to.equals(message.to()) && message.conversationId() == null && message.serviceId() == null) {
                return entry.item().conversationId();
            }
        }
        return null;
    }

    void read(ObjectNode document) {
        entries.clear();
        former = document.deepCopy();
        former.remove("items");
        revision = document.path("rev").asLong();
        for (JsonNode json : document.path("items")) {
            String id = Json.text(json, "cmid");
            if (id != null && json instanceof ObjectNode) {
                entries.put(id, entry(id, (ObjectNode) json));
            }
        }
    }

    private static Entry entry(String id, ObjectNode json) {
        JsonNode error = json.path("last_error");
        SendFailure failure = !error.isObject()
                ? null
                : new SendFailure(
                        Json.text(error, "code"),
                        Json.text(error, "message"),
                        error.path("recoverable").asBoolean());
        OutboxItem item = new OutboxItem(
                Json.text(json, "conversation_id"),
                MessageJson.fromPayload(json.path("payload"), id),
                "parked".equals(Json.text(json, "state")),
                json.path("attempts").asInt(),
                failure);
        return new Entry(item, Json.instant(json, "local_ts"), json);
    }

    ObjectNode write(Document document) {
        ObjectNode body = document.header(former);
        body.put("rev", ++revision);
        ArrayNode items = body.putArray("items");
        for (Entry entry : entries.values()) {
            OutboxItem item = entry.item();
            ObjectNode json =
                    entry.other() == null ? Json.object() : entry.other().deepCopy();
            json.put("cmid", entry.id());
            Json.put(json, "conversation_id", item.conversationId());
            Json.put(json, "to", item.message().to());
            Json.put(json, "local_ts", Json.time(entry.localTs()));
            ObjectNode payload = json.path("payload").isObject() ? (ObjectNode) json.get("payload") : Json.object();
            payload.setAll(MessageJson.payload(item.message()));
            json.set("payload", payload);
            json.put("state", item.parked() ? "parked" : item.attempts() > 0 ? "inflight" : "queued");
            json.put("attempts", item.attempts());
            if (!json.has("next_attempt_at") || !item.parked()) {
                json.putNull("next_attempt_at");
            }
            json.set("last_error", Json.MAPPER.valueToTree(error(item.lastError())));
            items.add(json);
        }
        return body;
    }

    private static Map<String, Object> error(SendFailure failure) {
        if (failure == null) {
            return null;
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", failure.code());
        error.put("message", failure.message());
        error.put("recoverable", failure.recoverable());
        return error;
    }
}
