package io.clawhub.client.store;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How far each conversation was taken, in which of the hub's epochs. Not thread-safe. */
final class Cursors {

    private final Map<String, Long> seqs = new HashMap<>();
    /** The lowest message of a conversation that was not taken: nothing above it is, until it comes again. */
    private final Map<String, Long> held = new HashMap<>();

    private String epoch;
    private ObjectNode former;
    private long revision;

    String epoch() {
        return epoch;
    }

    void epoch(String next) {
        epoch = next;
        seqs.clear();
        held.clear();
    }

    long of(String conversationId) {
        return seqs.getOrDefault(conversationId, 0L);
    }

    Map<String, Long> copy() {
        return Map.copyOf(seqs);
    }

    boolean advance(String conversationId, long seq) {
        if (seq <= of(conversationId)) {
            return false;
        }
        seqs.put(conversationId, seq);
        return true;
    }

    /** Whether a message before this one was not taken. */
    boolean behindHeld(String conversationId, long seq) {
        Long lowest = held.get(conversationId);
        return lowest != null && seq > lowest;
    }

    void hold(String conversationId, long seq) {
        if (seq > 0) {
            held.merge(conversationId, seq, Math::min);
        }
    }

    void taken(String conversationId, long seq) {
        Long lowest = held.get(conversationId);
        if (lowest != null && seq == lowest) {
            held.remove(conversationId);
        }
    }

    void holdNothing() {
        held.clear();
    }

    /** Counts the writings; what is in the log from before the next one carries the next number. */
    long revision() {
        return revision;
    }

    /** No revision below this is written. */
    void atLeast(long known) {
        revision = Math.max(revision, known);
    }

    /** @return whether the last holder closed it */
    boolean read(ObjectNode document) {
        seqs.clear();
        former = document.deepCopy();
        revision = document.path("rev").asLong();
        epoch = Json.text(document, "epoch");
        document.path("cursors").properties().forEach(entry -> {
            JsonNode seq = entry.getValue();
            if (seq.isIntegralNumber()) {
                seqs.put(entry.getKey(), seq.asLong());
            }
        });
        return document.path("clean_shutdown").asBoolean();
    }

    ObjectNode write(Document document, boolean cleanShutdown) {
        ObjectNode body = document.header(former);
        body.put("rev", ++revision);
        body.put("epoch", epoch);
        body.put("clean_shutdown", cleanShutdown);
        ObjectNode cursors = body.putObject("cursors");
        seqs.forEach(cursors::put);
        return body;
    }
}
