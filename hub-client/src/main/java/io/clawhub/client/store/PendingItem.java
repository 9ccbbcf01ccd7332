package io.clawhub.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;
import io.clawhub.client.message.PendingMessage;

/**
 * One item of the pending queue.
 *
 * @param id of the message
 * @param message its dictionary as JSON text: smaller than the object, and kept with all its fields
 * @param enqueuedAt when it came
 * @param state where it stands
 * @param attempts how often it was handed out
 * @param lease who has it, or null
 * @param notBefore not to be handed out earlier, or null
 * @param lastError why it was given back, or null
 * @param other as it was read, without the fields above; or null
 */
record PendingItem(
        String id,
        byte[] message,
        Instant enqueuedAt,
        State state,
        int attempts,
        Lease lease,
        Instant notBefore,
        String lastError,
        ObjectNode other) {

    /** Waiting, handed out, or given up. */
    enum State {
        READY,
        LEASED,
        DEAD
    }

    /**
     * A handing out.
     *
     * @param by the client
     * @param pid its process
     * @param until when it ends; null: with the process
     * @param batch names it, so that a late answer to an earlier one is recognised
     */
    record Lease(String by, long pid, Instant until, String batch) {}

    static PendingItem of(Message message, Instant now) {
        byte[] json = Json.bytes(MessageJson.dictionary(message));
        return new PendingItem(message.id(), json, now, State.READY, 0, null, null, null, null);
    }

    PendingItem leased(Lease to) {
        return new PendingItem(id, message, enqueuedAt, State.LEASED, attempts + 1, to, null, lastError, other);
    }

    PendingItem extended(Lease to) {
        return new PendingItem(id, message, enqueuedAt, State.LEASED, attempts, to, null, lastError, other);
    }

    /** Given back: ready again, or dead when it was handed out too often. */
    PendingItem back(Instant notBefore, String error) {
        State next = attempts >= PendingQueue.ATTEMPTS_MAX ? State.DEAD : State.READY;
        String why = error == null ? lastError : error;
        return new PendingItem(id, message, enqueuedAt, next, attempts, null, notBefore, why, other);
    }

    PendingItem revived() {
        return new PendingItem(id, message, enqueuedAt, State.READY, 0, null, null, lastError, other);
    }

    String receipt() {
        return lease == null ? null : id + ":" + lease.batch();
    }

    boolean expired(Instant now) {
        return state == State.LEASED && lease.until() != null && !lease.until().isAfter(now);
    }

    PendingMessage handedOut() {
        try {
            return new PendingMessage(MessageJson.fromDictionary(Json.parse(message)), attempts, receipt());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was parsed or written here before
        }
    }

    static PendingItem read(ObjectNode json) {
        ObjectNode other = json.deepCopy();
        other.remove(java.util.List.of(
                "id",
                "conversation_id",
                "message",
                "enqueued_at",
                "state",
                "attempts",
                "lease",
                "not_before",
                "last_error"));
        JsonNode lease = json.path("lease");
        State state = "dead".equals(Json.text(json, "state")) ? State.DEAD : State.READY;
        state = "leased".equals(Json.text(json, "state")) && lease.isObject() ? State.LEASED : state;
        return new PendingItem(
                Json.text(json, "id"),
                Json.bytes(json.path("message")),
                Json.instant(json, "enqueued_at"),
                state,
                json.path("attempts").asInt(),
                state != State.LEASED
                        ? null
                        : new Lease(
                                Json.text(lease, "by"),
                                lease.path("pid").asLong(),
                                Json.instant(lease, "until"),
                                lease.path("batch").asText()),
                Json.instant(json, "not_before"),
                Json.text(json, "last_error"),
                other.isEmpty() ? null : other);
    }

    ObjectNode write() throws IOException {
        ObjectNode json = Json.object();
        json.put("id", id);
        ObjectNode body = Json.parse(message);
        json.put("conversation_id", Json.text(body, "conversation_id"));
        json.set("message", body);
        json.put("enqueued_at", Json.time(enqueuedAt));
        json.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        json.put("attempts", attempts);
        if (lease == null) {
            json.putNull("lease");
        } else {
            ObjectNode node = json.putObject("lease");
            node.put("by", lease.by());
            node.put("pid", lease.pid());
            node.put("until", Json.time(lease.until()));
            node.put("batch", lease.batch());
        }
        json.put("not_before", Json.time(notBefore));
        json.put("last_error", lastError);
        if (other != null) {
            json.setAll(other);
        }
        return json;
    }

    int size() {
        return message.length + id.getBytes(StandardCharsets.UTF_8).length;
    }
}
