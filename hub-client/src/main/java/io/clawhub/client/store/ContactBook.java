package io.clawhub.client.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Contact;

/** Whom this agent knows, and which conversation it has with them. Not thread-safe. */
final class ContactBook {

    /** Strangers beyond this are not noted: anybody may write, memory may not grow with it. */
    private static final int STRANGERS_MAX = 10_000;

    private static final int TOMBSTONES_MAX = 1000;

    /** A hub names a conversation once; more are its mistake. */
    private static final int ALIASES_MAX = 8;

    private static final String UNKNOWN = "unknown";

    /**
     * An entry.
     *
     * @param contact what callers see
     * @param aliases former ids of the conversation, whose logs belong to it
     * @param other as it was read, for fields this version does not know; or null
     */
    record Entry(Contact contact, List<String> aliases, ObjectNode other) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private ObjectNode former;
    private ArrayNode tombstones = Json.object().putArray("none");
    private long revision;

    /** By name, then by id. */
    List<Entry> entries() {
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparing((Entry entry) -> entry.contact().name())
                .thenComparing(entry -> entry.contact().contactId()));
        return List.copyOf(sorted);
    }

    Contact get(String contactId) {
        Entry entry = entries.get(contactId);
        return entry == null ? null : entry.contact();
    }

    /** Adds or replaces; what the new one leaves open, and when it was first added, stays. */
    void put(Contact c, Instant now) {
        Entry former = entries.get(c.contactId());
        Contact old = former == null ? null : former.contact();
        Contact merged = new Contact(
                c.contactId(),
                c.name() == null ? c.contactId() : c.name(),
                c.description(),
                c.kind() == null ? (old == null ? "agent" : old.kind()) : c.kind(),
                c.conversationId() == null && old != null ? old.conversationId() : c.conversationId(),
                c.blocked(),
                c.metadata(),
                old != null && old.createdAt() != null ? old.createdAt() : c.createdAt() == null ? now : c.createdAt(),
                now,
                c.lastMessageAt() == null && old != null ? old.lastMessageAt() : c.lastMessageAt());
        entries.put(
                c.contactId(),
                new Entry(
                        merged, former == null ? List.of() : former.aliases(), former == null ? null : former.other()));
    }

    boolean remove(String contactId, Instant now) {
        if (entries.remove(contactId) == null) {
            return false;
        }
        tombstones.addObject().put("contact_id", contactId).put("deleted_at", Json.time(now));
        while (tombstones.size() > TOMBSTONES_MAX) {
            tombstones.remove(0);
        }
        return true;
    }

    /**
     * A message of or to somebody. Whether more than the time of the last message changed.
     *
     * @param conversationId the direct conversation as the hub names it, or null
     * @param alias the id it had here until now, or null
     */
    boolean met(String contactId, String conversationId, String alias, Instant at) {
        Entry entry = entries.get(contactId);
        if (entry == null) {
            if (entries.size() >= STRANGERS_MAX) {
                return false;
            }
            Contact fresh =
                    new Contact(contactId, contactId, null, UNKNOWN, conversationId, false, Map.of(), at, at, at);
            entries.put(contactId, new Entry(fresh, alias == null ? List.of() : List.of(alias), null));
            return true;
        }
        Contact c = entry.contact();
        boolean named = conversationId != null && !conversationId.equals(c.conversationId());
        Set<String> aliases = new LinkedHashSet<>(entry.aliases());
        if (alias != null) {
            aliases.add(alias);
        }
        if (named && c.conversationId() != null && aliases.size() < ALIASES_MAX) {
            aliases.add(c.conversationId());
        }
        boolean aliased = aliases.size() > entry.aliases().size();
        Contact changed = new Contact(
                c.contactId(),
                c.name(),
                c.description(),
                c.kind(),
                named ? conversationId : c.conversationId(),
                c.blocked(),
                c.metadata(),
                c.createdAt(),
                named ? at : c.updatedAt(),
                at);
        entries.put(contactId, new Entry(changed, List.copyOf(aliases), entry.other()));
        return named || aliased;
    }

    void read(ObjectNode document) {
        entries.clear();
        former = document.deepCopy();
        former.remove(List.of("contacts", "tombstones"));
        revision = document.path("rev").asLong();
        JsonNode graves = document.path("tombstones");
        tombstones =
                graves.isArray() ? (ArrayNode) graves.deepCopy() : Json.object().putArray("none");
        for (JsonNode json : document.path("contacts")) {
            String id = Json.text(json, "contact_id");
            if (id != null && json instanceof ObjectNode) {
                entries.put(id, new Entry(contact(id, json), Json.texts(json, "aliases"), (ObjectNode) json));
            }
        }
    }

    private static Contact contact(String id, JsonNode json) {
        String name = Json.text(json, "name");
        return new Contact(
                id,
                name == null ? id : name,
                Json.text(json, "description"),
                json.path("kind").asText(UNKNOWN),
                Json.text(json, "conversation_id"),
                json.path("blocked").asBoolean(),
                Json.map(json, "metadata"),
                Json.instant(json, "created_at"),
                Json.instant(json, "updated_at"),
                Json.instant(json, "last_message_at"));
    }

    ObjectNode write(Document document) {
        ObjectNode body = document.header(former);
        body.put("rev", ++revision);
        ArrayNode list = body.putArray("contacts");
        for (Entry entry : entries()) {
            Contact c = entry.contact();
            ObjectNode json =
                    entry.other() == null ? Json.object() : entry.other().deepCopy();
            json.put("contact_id", c.contactId());
            json.put("name", c.name());
            Json.put(json, "description", c.description());
            json.put("kind", c.kind());
            Json.put(json, "conversation_id", c.conversationId());
            Json.put(json, "aliases", entry.aliases());
            json.put("blocked", c.blocked());
            json.set("metadata", Json.MAPPER.valueToTree(c.metadata()));
            Json.put(json, "created_at", Json.time(c.createdAt()));
            Json.put(json, "updated_at", Json.time(c.updatedAt()));
            Json.put(json, "last_message_at", Json.time(c.lastMessageAt()));
            list.add(json);
        }
        body.set("tombstones", tombstones);
        return body;
    }
}
