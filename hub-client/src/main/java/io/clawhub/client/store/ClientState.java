package io.clawhub.client.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore.OutboxItem;
import io.clawhub.client.store.MessageStore.Received;

/**
 * What a client remembers, and the rules of changing it; knows no files. Each change notes what must be written before it counts.
 * Not thread-safe.
 */
final class ClientState {

    private static final int TOLD_MAX = 1024;

    final Outbox outbox = new Outbox();
    final PendingQueue pending;
    final ContactBook contacts = new ContactBook();
    final Cursors cursors = new Cursors();

    private final String agentId;
    private final Limits limits;
    private final Clock clock;
    private final Journal journal;
    private final Set<Changed> changed = Changed.nothing();
    /** Conversation and status to how far it was written; forgotten, it is written once more. */
    private final Map<String, Long> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > TOLD_MAX;
        }
    };

    private String clientId;
    private long batches;

    ClientState(String agentId, Limits limits, Clock clock, Journal journal) {
        this.agentId = agentId;
        this.limits = limits;
        this.clock = clock;
        this.journal = journal;
        this.pending = new PendingQueue(limits.pendingMax());
    }

    void clientId(String id) {
        clientId = id;
    }

    String agentId() {
        return agentId;
    }

    Instant now() {
        return clock.instant();
    }

    /** What the changes since the last call need written. */
    Set<Changed> takeChanged() {
        Set<Changed> taken = Changed.nothing();
        taken.addAll(changed);
        changed.clear();
        return taken;
    }

    // --- out ---

    Message enqueue(OutgoingMessage message) {
        String id = message.clientMsgId();
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("a message to be sent needs a client message id");
        }
        Outbox.Entry noted = outbox.get(id);
        if (noted != null) {
            return noted.message(agentId);
        }
        String lane = lane(message);
        Message logged = journal.has(lane, id) ? journal.find(lane, id) : null;
        if (logged != null && logged.status() != Status.CANCELLED) {
            return logged;
        }
        checkSize(message);
        if (outbox.size() >= limits.outboxMax()) {
            throw new QueueFull("more than " + limits.outboxMax()
                    + " messages wait to be sent: wait for the hub, or cancel those that were refused");
        }
        OutboxItem item = new OutboxItem(lane, message, false, 0, null);
        Outbox.Entry entry = new Outbox.Entry(item, now(), null);
        Message fresh = entry.message(agentId);
        if (logged == null) {
            append(lane, message.to() == null ? null : "direct", numbered(MessageJson.line(fresh), outbox.revision()));
        } else {
            append(lane, null, status(id, Status.QUEUED));
        }
        outbox.put(entry);
        changed.add(Changed.OUTBOX);
        return fresh;
    }

    private void checkSize(OutgoingMessage message) {
        int text = message.text() == null ? 0 : message.text().getBytes(StandardCharsets.UTF_8).length;
        if (text > limits.textMaxBytes()) {
            throw new MessageTooLarge("the text has " + text + " bytes, " + limits.textMaxBytes()
                    + " are allowed: shorten it, or attach it as a file");
        }
        int all = Json.bytes(MessageJson.payload(message)).length;
        if (all > 1_000_000) {
            throw new MessageTooLarge("the message has " + all + " bytes as JSON, 1000000 are allowed");
        }
    }

    /** What waits for the same agent keeps its lane, so that nothing overtakes it when the hub names the conversation. */
    private String lane(OutgoingMessage message) {
        if (message.conversationId() != null) {
            return message.conversationId();
        }
        if (message.serviceId() != null) {
            return ConversationFiles.direct(agentId, "service:" + message.serviceId() + ":" + message.to());
        }
        if (message.to() == null) {
            throw new IllegalArgumentException("a message to be sent needs an agent, a conversation or a service");
        }
        String waiting = outbox.laneOf(message.to());
        return waiting != null ? waiting : conversationWith(message.to());
    }

    String conversationWith(String contactId) {
        Contact contact = contacts.get(contactId);
        return contact != null && contact.conversationId() != null
                ? contact.conversationId()
                : ConversationFiles.direct(agentId, contactId);
    }

    void sent(String id, String hubId, String conversationId, long seq, Instant ts) {
        Outbox.Entry entry = outbox.remove(id);
        if (entry == null) {
            return;
        }
        String lane = entry.item().conversationId();
        ObjectNode line = status(id, Status.SENT);
        Json.put(line, "id", hubId);
        if (seq > 0) {
            line.put("seq", seq);
        }
        Json.put(line, "ts", Json.time(ts == null ? now() : ts));
        append(lane, null, line);
        changed.add(Changed.OUTBOX);
        OutgoingMessage message = entry.item().message();
        if (message.to() != null && message.conversationId() == null && message.serviceId() == null) {
            String alias = conversationId == null || conversationId.equals(lane) ? null : lane;
            met(message.to(), conversationId, alias);
        }
    }

    private void met(String contactId, String conversationId, String alias) {
        if (contacts.met(contactId, conversationId, alias, now())) {
            changed.add(Changed.CONTACTS);
        }
    }

    void retried(String id, SendFailure failure) {
        Outbox.Entry entry = outbox.get(id);
        if (entry != null) {
            // Not written for its own sake: after a crash one attempt too few is counted.
            outbox.put(entry.with(entry.item().parked(), entry.item().attempts() + 1, failure));
        }
    }

    void parked(String id, SendFailure failure) {
        Outbox.Entry entry = outbox.get(id);
        if (entry != null) {
            outbox.put(entry.with(true, entry.item().attempts(), failure));
            changed.add(Changed.OUTBOX);
            append(entry.item().conversationId(), null, status(id, Status.FAILED));
        }
    }

    boolean retry(String id) {
        Outbox.Entry entry = outbox.get(id);
        if (entry == null || !entry.item().parked()) {
            return false;
        }
        outbox.remove(id);
        outbox.put(entry.with(false, 0, entry.item().lastError()));
        changed.add(Changed.OUTBOX);
        append(entry.item().conversationId(), null, status(id, Status.QUEUED));
        return true;
    }

    boolean cancel(String id) {
        Outbox.Entry entry = outbox.remove(id);
        if (entry == null) {
            return false;
        }
        changed.add(Changed.OUTBOX);
        append(entry.item().conversationId(), null, status(id, Status.CANCELLED));
        return true;
    }

    void status(String conversationId, long upToSeq, Status status) {
        String key = conversationId + '\n' + status;
        Long former = told.get(key);
        if (former != null && former >= upToSeq) {
            // In a group each member says so; the log needs it once.
            return;
        }
        told.put(key, upToSeq);
        ObjectNode line = Json.object().put("r", "st").put("upto", upToSeq).put("status", status.wireName());
        append(conversationId, null, line.put("ts", Json.time(now())));
    }

    private ObjectNode status(String id, Status status) {
        ObjectNode line = Json.object().put("r", "st").put("cmid", id).put("status", status.wireName());
        return line.put("ts", Json.time(now()));
    }

    // --- in ---

    Received receive(Message message, boolean queue) {
        String conversation = message.conversationId();
        if (conversation == null || message.id() == null) {
            throw new IllegalArgumentException("a received message needs an id and a conversation");
        }
        boolean out = message.direction() == Direction.OUT;
        boolean logged = journal.has(conversation, message.id())
                || out && message.clientMsgId() != null && known(conversation, message);
        boolean handled = logged || pending.knows(message.id());
        boolean wait = !handled && !out;
        if (cursors.behindHeld(conversation, message.seq()) || wait && pending.full()) {
            cursors.hold(conversation, message.seq());
            return new Received(false, false, pending.size(), null);
        }
        if (!logged) {
            append(conversation, message.conversationKind(), numbered(MessageJson.line(message), cursors.revision()));
        }
        String receipt = null;
        if (wait) {
            pending.add(message, now());
            receipt = queue ? null : pending.take(message.id(), lease(null));
            changed.add(Changed.PENDING);
        }
        cursors.taken(conversation, message.seq());
        if (cursors.advance(conversation, message.seq()) || !logged) {
            changed.add(Changed.STATE);
        }
        String other = out ? message.to() : message.from();
        if (other != null && !other.equals(agentId) && !handled) {
            met(other, "direct".equals(message.conversationKind()) ? conversation : null, null);
        }
        return new Received(handled, true, pending.size(), receipt);
    }

    /** What this client sent itself is in the log already, perhaps in the lane it had before the hub named the conversation. */
    private boolean known(String conversation, Message own) {
        String lane = own.to() == null ? conversation : ConversationFiles.direct(agentId, own.to());
        return outbox.get(own.clientMsgId()) != null
                || journal.has(conversation, own.clientMsgId())
                || journal.has(lane, own.clientMsgId());
    }

    void epoch(String epoch) {
        cursors.epoch(epoch);
        changed.add(Changed.STATE);
    }

    void read(String conversationId, long upToSeq) {
        ObjectNode line = Json.object().put("r", "read").put("upto", upToSeq);
        append(conversationId, null, line.put("ts", Json.time(now())));
    }

    // --- work that waits ---

    List<PendingMessage> lease(int limit, Duration lease) {
        Instant now = now();
        PendingItem.Lease handedOut = lease(now.plus(lease));
        List<PendingMessage> messages = new ArrayList<>();
        for (PendingItem item : pending.lease(limit, now, () -> handedOut)) {
            messages.add(item.handedOut());
            changed.add(Changed.PENDING);
        }
        return messages;
    }

    private PendingItem.Lease lease(Instant until) {
        String batch = Long.toString(now().toEpochMilli(), 36) + "-" + ++batches;
        return new PendingItem.Lease(clientId, ProcessHandle.current().pid(), until, batch);
    }

    List<Boolean> complete(List<String> receipts) {
        List<Boolean> done = new ArrayList<>(receipts.size());
        for (String receipt : receipts) {
            done.add(noted(pending.complete(receipt, now())));
        }
        return done;
    }

    boolean release(String receipt, Duration delay, String error) {
        return noted(pending.release(receipt, now().plus(delay), error, now()));
    }

    boolean extend(String receipt, Duration lease) {
        return noted(pending.extend(receipt, lease, now()));
    }

    boolean revive(String id) {
        pending.expire(now());
        return noted(pending.revive(id));
    }

    private boolean noted(boolean change) {
        if (change) {
            changed.add(Changed.PENDING);
        }
        return change;
    }

    // --- contacts ---

    void putContact(Contact contact) {
        contacts.put(contact, now());
        changed.add(Changed.CONTACTS);
    }

    boolean removeContact(String contactId) {
        boolean removed = contacts.remove(contactId, now());
        if (removed) {
            changed.add(Changed.CONTACTS);
        }
        return removed;
    }

    private void append(String conversationId, String kind, ObjectNode line) {
        journal.append(conversationId, kind, line);
        changed.add(Changed.LOG);
    }

    /** Says which writing of the document that follows the line makes it count; see {@code Recover}. */
    private static ObjectNode numbered(ObjectNode line, long revision) {
        return line.put("rv", revision + 1);
    }
}
