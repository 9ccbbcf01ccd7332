package io.clawhub.client.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;
import io.clawhub.client.store.PendingItem.Lease;
import io.clawhub.client.store.PendingItem.State;

/**
 * Inbound work: what waits, is handed out, or was given up; and the ids of what was done last. Items are in the order of arrival. Not
 * thread-safe.
 */
final class PendingQueue {

    /** After so many handings out an item is dead. */
    static final int ATTEMPTS_MAX = 5;

    /** Of so many the id is remembered after they are done. */
    static final int DONE_MAX = 4096;

    /** All messages together, in bytes of JSON: the document is rewritten as a whole. */
    private static final long BYTES_MAX = 8L * 1024 * 1024;

    private final int itemsMax;
    private final Map<String, PendingItem> items = new LinkedHashMap<>();
    private final Set<String> done = new LinkedHashSet<>();
    private ObjectNode former;
    private long revision;
    private long bytes;
    private int dead;
    private long deadBytes;

    PendingQueue(int itemsMax) {
        this.itemsMax = itemsMax;
    }

    boolean full() {
        // Those that were given up wait for a person: they must not keep others from being handled until they are as
        // many.
        return items.size() - dead >= itemsMax
                || bytes - deadBytes >= BYTES_MAX
                || dead >= itemsMax
                || deadBytes >= BYTES_MAX;
    }

    int size() {
        return items.size();
    }

    /** Whether this message is here or was done lately. */
    boolean knows(String id) {
        return items.containsKey(id) || done.contains(id);
    }

    boolean waits(String id) {
        return items.containsKey(id);
    }

    void add(Message message, Instant now) {
        put(PendingItem.of(message, now));
    }

    /** Hands this one out until the process ends. */
    String take(String id, Lease lease) {
        put(items.get(id).leased(lease));
        return items.get(id).receipt();
    }

    private void put(PendingItem item) {
        PendingItem former = items.put(item.id(), item);
        if (former != null) {
            count(former, -1);
        }
        count(item, 1);
    }

    private void count(PendingItem item, int sign) {
        bytes += sign * item.size();
        if (item.state() == State.DEAD) {
            dead += sign;
            deadBytes += sign * item.size();
        }
    }

    private void finish(PendingItem item) {
        items.remove(item.id());
        count(item, -1);
        done.add(item.id());
        if (done.size() > DONE_MAX) {
            Iterator<String> oldest = done.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Leases that ran out give their messages back. Whether there were any. */
    boolean expire(Instant now) {
        return giveBack(item -> item.expired(now));
    }

    /** What a process that is gone had taken is given back. How many. */
    int reclaim(boolean cleanShutdown) {
        int leased = 0;
        for (PendingItem item : List.copyOf(items.values())) {
            if (item.state() == State.LEASED && (!cleanShutdown || item.lease().until() == null)) {
                put(item.back(null, "the process that handled it ended"));
                leased++;
            }
        }
        return leased;
    }

    private boolean giveBack(java.util.function.Predicate<PendingItem> which) {
        boolean any = false;
        for (PendingItem item : List.copyOf(items.values())) {
            if (which.test(item)) {
                put(item.back(null, "the lease ran out"));
                any = true;
            }
        }
        return any;
    }

    List<PendingItem> lease(int limit, Instant now, Supplier<Lease> lease) {
        expire(now);
        List<PendingItem> taken = new ArrayList<>();
        for (PendingItem item : List.copyOf(items.values())) {
            if (taken.size() >= limit) {
                break;
            }
            if (due(item, now)) {
                PendingItem leased = item.leased(lease.get());
                put(leased);
                taken.add(leased);
            }
        }
        return taken;
    }

    /** Whether it may be handed out now. */
    static boolean due(PendingItem item, Instant now) {
        boolean ready = item.state() == State.READY || item.expired(now) && item.attempts() < ATTEMPTS_MAX;
        return ready && (item.notBefore() == null || !item.notBefore().isAfter(now));
    }

    boolean complete(String receipt, Instant now) {
        PendingItem item = held(receipt, now);
        if (item == null) {
            return false;
        }
        finish(item);
        return true;
    }

    boolean release(String receipt, Instant notBefore, String error, Instant now) {
        PendingItem item = held(receipt, now);
        if (item == null) {
            return false;
        }
        put(item.back(notBefore, error));
        return true;
    }

    boolean extend(String receipt, Duration lease, Instant now) {
        PendingItem item = held(receipt, now);
        if (item == null) {
            return false;
        }
        Lease held = item.lease();
        put(item.extended(new Lease(held.by(), held.pid(), now.plus(lease), held.batch())));
        return true;
    }

    boolean revive(String id) {
        PendingItem item = items.get(id);
        if (item == null || item.state() != State.DEAD) {
            return false;
        }
        put(item.revived());
        return true;
    }

    private PendingItem held(String receipt, Instant now) {
        int colon = receipt.lastIndexOf(':');
        PendingItem item = colon < 0 ? null : items.get(receipt.substring(0, colon));
        boolean held = item != null && receipt.equals(item.receipt()) && !item.expired(now);
        return held ? item : null;
    }

    List<PendingItem> items() {
        return List.copyOf(items.values());
    }

    void read(ObjectNode document) {
        items.clear();
        done.clear();
        bytes = 0;
        dead = 0;
        deadBytes = 0;
        former = document.deepCopy();
        former.remove(List.of("items", "done_ring"));
        revision = document.path("rev").asLong();
        for (JsonNode json : document.path("items")) {
            if (json.path("id").isTextual() && json.path("message").isObject()) {
                put(PendingItem.read((ObjectNode) json));
            }
        }
        done.addAll(Json.texts(document, "done_ring"));
    }

    ObjectNode write(Document document) throws IOException {
        ObjectNode body = document.header(former);
        body.put("rev", ++revision);
        ArrayNode list = body.putArray("items");
        for (PendingItem item : items.values()) {
            list.add(item.write());
        }
        ArrayNode ring = body.putArray("done_ring");
        done.forEach(ring::add);
        return body;
    }
}
