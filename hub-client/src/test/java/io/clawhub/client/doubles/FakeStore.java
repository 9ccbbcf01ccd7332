package io.clawhub.client.doubles;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.errors.StorageFull;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore;

/** The store's contract in memory, on a thread of its own as the real one. What it holds outlives {@link #crash}. */
public final class FakeStore implements MessageStore {

    private static final class Work {
        final Message message;
        int attempts;
        int lease;
        boolean leased;
        long notBefore;

        Work(Message message) {
            this.message = message;
        }
    }

    private final ExecutorService io = Executors.newSingleThreadExecutor(FakeStore::daemon);
    private final Timer clock;
    private final String self;
    private final Map<String, OutboxItem> outbox = new LinkedHashMap<>();
    private final Map<String, Message> log = new LinkedHashMap<>();
    private final Map<String, Work> pending = new LinkedHashMap<>();
    private final Map<String, Work> dead = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Long> cursors = new LinkedHashMap<>();
    private final Map<String, Contact> contacts = new LinkedHashMap<>();
    private final Set<String> refusing = new HashSet<>();
    private String epoch;
    private int leases;
    public volatile boolean full;
    public volatile int pendingMax = 1_000;

    public FakeStore(String self, Timer clock) {
        this.self = self;
        this.clock = clock;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-store");
        thread.setDaemon(true);
        return thread;
    }

    /** The process died: what was handed out waits again. */
    public synchronized void crash() {
        pending.values().forEach(work -> work.leased = false);
        refusing.clear();
    }

    public synchronized List<Message> log() {
        return List.copyOf(log.values());
    }

    @Override
    public Recovery open(Duration wait) {
        return new Recovery(0, 0, 0, 0);
    }

    @Override
    public String clientId() {
        return "c_1";
    }

    @Override
    public CompletableFuture<Message> enqueue(OutgoingMessage out) {
        return change(() -> {
            Message known = log.get(out.clientMsgId());
            if (known != null) {
                return known;
            }
            String conversation = out.conversationId() != null ? out.conversationId() : conversationWith(out.to());
            Message message = outgoing(out, out.clientMsgId(), conversation, 0, null, Status.QUEUED);
            log.put(out.clientMsgId(), message);
            outbox.put(out.clientMsgId(), new OutboxItem(conversation, out, false, 0, null));
            return message;
        });
    }

    @Override
    public synchronized List<OutboxItem> outbox() {
        return List.copyOf(outbox.values());
    }

    @Override
    public CompletableFuture<Void> sent(String cmid, String id, String conversation, long seq, Instant ts) {
        return change(() -> {
            OutboxItem item = outbox.remove(cmid);
            if (item != null) {
                log.put(cmid, outgoing(item.message(), id, conversation, seq, ts, Status.SENT));
                if (item.message().to() != null) {
                    Contact with = contact(item.message().to()).orElse(null);
                    contacts.put(item.message().to(), contact(item.message().to(), with, conversation));
                }
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> retried(String cmid, SendFailure failure) {
        return change(() -> {
            outbox.computeIfPresent(
                    cmid,
                    (id, item) ->
                            new OutboxItem(item.conversationId(), item.message(), false, item.attempts() + 1, failure));
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> parked(String cmid, SendFailure failure) {
        return change(() -> {
            outbox.computeIfPresent(
                    cmid,
                    (id, item) ->
                            new OutboxItem(item.conversationId(), item.message(), true, item.attempts(), failure));
            return null;
        });
    }

    @Override
    public CompletableFuture<Boolean> retry(String cmid) {
        return change(() -> {
            OutboxItem item = outbox.get(cmid);
            if (item == null || !item.parked()) {
                return false;
            }
            outbox.remove(cmid);
            outbox.put(cmid, new OutboxItem(item.conversationId(), item.message(), false, 0, null));
            return true;
        });
    }

    @Override
    public CompletableFuture<Boolean> cancel(String cmid) {
        return change(() -> outbox.remove(cmid) != null);
    }

    @Override
    public CompletableFuture<Void> status(String conversation, long upToSeq, Status status) {
        return change(() -> null);
    }

    @Override
    public CompletableFuture<Received> receive(Message message, boolean queue) {
        return change(() -> {
            String conversation = message.conversationId();
            boolean known = pending.containsKey(message.id()) || done.contains(message.id());
            if (known) {
                cursors.merge(conversation, message.seq(), Math::max);
                return new Received(true, true, pending.size());
            }
            boolean before = refusing.contains(conversation + " " + message.id());
            boolean behind = !before && refusing.stream().anyMatch(one -> one.startsWith(conversation + " "));
            if (behind || full || queue && pending.size() >= pendingMax) {
                if (!behind) {
                    refusing.add(conversation + " " + message.id());
                }
                if (full) {
                    throw new StorageFull("the fake disk is full");
                }
                return new Received(false, false, pending.size());
            }
            refusing.remove(conversation + " " + message.id());
            log.put(message.id(), message);
            cursors.merge(conversation, message.seq(), Math::max);
            if (queue) {
                pending.put(message.id(), new Work(message));
            } else {
                done.add(message.id());
            }
            return new Received(false, true, pending.size());
        });
    }

    @Override
    public void resumed() {
        change(() -> {
            refusing.clear();
            return null;
        });
    }

    @Override
    public synchronized Map<String, Long> cursors() {
        return Map.copyOf(cursors);
    }

    @Override
    public synchronized String epoch() {
        return epoch;
    }

    @Override
    public CompletableFuture<Void> epoch(String next) {
        return change(() -> {
            epoch = next;
            cursors.clear();
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> read(String conversation, long upToSeq) {
        return change(() -> null);
    }

    @Override
    public CompletableFuture<List<PendingMessage>> lease(int limit, Duration lease) {
        return change(() -> {
            List<PendingMessage> out = new ArrayList<>();
            for (Work work : pending.values()) {
                if (out.size() < limit && !work.leased && work.notBefore <= clock.nanoTime()) {
                    work.leased = true;
                    work.attempts++;
                    work.lease = ++leases;
                    out.add(new PendingMessage(work.message, work.attempts, work.message.id() + "#" + work.lease));
                }
            }
            return out;
        });
    }

    @Override
    public synchronized List<PendingMessage> peek(int limit) {
        return pending.values().stream()
                .limit(limit)
                .map(work -> new PendingMessage(work.message, work.attempts, null))
                .toList();
    }

    @Override
    public CompletableFuture<List<Boolean>> complete(List<String> receipts) {
        return change(() -> receipts.stream()
                .map(receipt -> {
                    Work work = leased(receipt);
                    if (work != null) {
                        pending.remove(work.message.id());
                        done.add(work.message.id());
                    }
                    return work != null;
                })
                .toList());
    }

    @Override
    public CompletableFuture<Boolean> release(String receipt, Duration delay, String error) {
        return change(() -> {
            Work work = leased(receipt);
            if (work != null) {
                work.leased = false;
                work.notBefore = clock.nanoTime() + delay.toNanos();
                if (work.attempts >= 5) {
                    pending.remove(work.message.id());
                    dead.put(work.message.id(), work);
                    done.add(work.message.id());
                }
            }
            return work != null;
        });
    }

    @Override
    public CompletableFuture<Boolean> extend(String receipt, Duration lease) {
        return change(() -> leased(receipt) != null);
    }

    @Override
    public synchronized PendingCount pendingCount() {
        int out = (int) pending.values().stream().filter(work -> work.leased).count();
        return new PendingCount(pending.size() - out, out, dead.size());
    }

    @Override
    public synchronized List<PendingMessage> dead() {
        return dead.values().stream()
                .map(work -> new PendingMessage(work.message, work.attempts, null))
                .toList();
    }

    @Override
    public CompletableFuture<Boolean> revive(String messageId) {
        return change(() -> {
            Work work = dead.remove(messageId);
            if (work != null) {
                done.remove(messageId);
                pending.put(messageId, new Work(work.message));
            }
            return work != null;
        });
    }

    @Override
    public synchronized List<Message> history(String conversation, int limit, String before) {
        List<Message> all = log.values().stream()
                .filter(message -> message.conversationId().equals(conversation))
                .sorted(Comparator.comparingLong(message -> message.seq() == 0 ? Long.MAX_VALUE : message.seq()))
                .toList();
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    @Override
    public synchronized String conversationWith(String contactId) {
        String known = contact(contactId).map(Contact::conversationId).orElse(null);
        return known != null ? known : "dm_" + contactId;
    }

    @Override
    public synchronized List<String> conversations() {
        return log.values().stream().map(Message::conversationId).distinct().toList();
    }

    @Override
    public synchronized List<Contact> contacts() {
        return contacts.values().stream()
                .sorted(Comparator.comparing(Contact::name))
                .toList();
    }

    @Override
    public synchronized Optional<Contact> contact(String contactId) {
        return Optional.ofNullable(contacts.get(contactId));
    }

    @Override
    public CompletableFuture<Void> putContact(Contact contact) {
        return change(() -> {
            contacts.put(contact.contactId(), contact);
            return null;
        });
    }

    @Override
    public CompletableFuture<Boolean> removeContact(String contactId) {
        return change(() -> contacts.remove(contactId) != null);
    }

    @Override
    public void close() {
        CompletableFuture.runAsync(() -> {}, io).join();
    }

    private Work leased(String receipt) {
        Work work = pending.get(receipt.substring(0, receipt.indexOf('#')));
        boolean current = work != null && work.leased && receipt.endsWith("#" + work.lease);
        return current ? work : null;
    }

    private <T> CompletableFuture<T> change(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    synchronized (this) {
                        return work.get();
                    }
                },
                io);
    }

    private static Contact contact(String id, Contact known, String conversation) {
        Instant now = Instant.now();
        return known == null
                ? new Contact(id, id, null, "unknown", conversation, false, null, now, now, now)
                : new Contact(
                        id,
                        known.name(),
                        known.description(),
                        known.kind(),
                        conversation,
                        known.blocked(),
                        known.metadata(),
                        known.createdAt(),
                        now,
                        now);
    }

    private Message outgoing(OutgoingMessage out, String id, String conversation, long seq, Instant ts, Status status) {
        return new Message(
                id,
                out.clientMsgId(),
                conversation,
                null,
                seq,
                self,
                out.to(),
                out.kind(),
                out.text(),
                ts,
                Instant.now(),
                out.serviceId(),
                out.replyTo(),
                out.mentions(),
                out.attachments(),
                out.metadata(),
                null,
                Direction.OUT,
                status);
    }
}
