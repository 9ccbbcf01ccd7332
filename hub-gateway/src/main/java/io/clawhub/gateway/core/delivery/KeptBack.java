package io.clawhub.gateway.core.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.MessageArrived;

/** What one connection is to hear later, in log order, bounded. Guarded by its gate. */
final class KeptBack {

    /** Content kept back, UTF-16 units: it goes to the queue all at once, and must not overfill it. */
    private static final int MAX_WEIGHT = 512 * 1024;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private int weight;

    /** Something to be told. */
    sealed interface Entry {}

    /** A message; {@code receipt} is null if nobody asks. */
    record Message(MessageArrived push, CompletableFuture<Boolean> receipt) implements Entry {
        /** Whoever waits for it waits no longer. */
        void giveUp() {
            if (receipt != null) {
                receipt.complete(false);
            }
        }
    }

    /** A change of a conversation; {@code onWritten} runs once it is on the socket. */
    record Change(Push push, String conversationId, long seq, Runnable onWritten) implements Entry {}

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether a message must not be added any more. */
    boolean isFull(int maxEntries) {
        return entries.size() >= maxEntries || weight >= MAX_WEIGHT;
    }

    int size() {
        return entries.size();
    }

    void add(Message message) {
        weight += Weight.of(message.push().logged());
        entries.add(message);
    }

    void add(Change change) {
        entries.add(change);
    }

    /** The first entry, which stays; null when there is none. */
    Entry peek() {
        return entries.peek();
    }

    void removeFirst() {
        removed(entries.remove());
    }

    /** The receipt of a message that goes out another way and is no longer kept; null if there is none. */
    CompletableFuture<Boolean> take(LoggedMessage logged) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            if (all.next() instanceof Message entry && isSame(entry.push().logged(), logged)) {
                all.remove();
                removed(entry);
                return entry.receipt();
            }
        }
        return null;
    }

    /** The changes of the message's conversation before it, no longer kept. */
    List<Change> takeChangesBefore(LoggedMessage logged) {
        if (entries.isEmpty()) {
            return List.of();
        }
        List<Change> before = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Change change
                    && change.seq() < logged.seq()
                    && change.conversationId().equals(logged.message().conversationId())) {
                before.add(change);
            }
        }
        if (!before.isEmpty()) {
            entries.removeAll(before);
        }
        return before;
    }

    /** Forgets the messages, of which the log has every one, and keeps the changes. */
    void dropMessages() {
        giveUpReceipts();
        entries.removeIf(Message.class::isInstance);
        weight = 0;
    }

    /** Whoever waits for a message that is still kept waits no longer. */
    void giveUpReceipts() {
        for (Entry entry : entries) {
            if (entry instanceof Message message) {
                message.giveUp();
            }
        }
    }

    void clear() {
        dropMessages();
        entries.clear();
    }

    private void removed(Entry entry) {
        if (entry instanceof Message message) {
            weight -= Weight.of(message.push().logged());
        }
    }

    private static boolean isSame(LoggedMessage one, LoggedMessage other) {
        return one.seq() == other.seq()
                && one.message().conversationId().equals(other.message().conversationId());
    }
}
