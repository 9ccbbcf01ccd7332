package io.clawhub.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.errors.UnknownContact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.wire.WireEvent.SendAccepted;

/** How far the latest messages of this client have come, and who waits for them. */
final class SentMessages {

    /** Older ones are on disk; nobody hears of their receipts any more. */
    private static final int REMEMBERED = 256;

    private static final class Entry {
        private final Map<CompletableFuture<Message>, Status> waiting = new LinkedHashMap<>();
        private Message message;
    }

    private final String self;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    SentMessages(String self) {
        this.self = self;
    }

    /** Remembers a message. */
    synchronized void noted(Message message) {
        entry(message.clientMsgId(), message);
    }

    /** Completes when it has come so far, or fails when it is refused for good. Give it up with {@link #forget}. */
    CompletableFuture<Message> await(Message noted, Status wanted) {
        CompletableFuture<Message> waiting = new CompletableFuture<>();
        Message now;
        synchronized (this) {
            Entry entry = entry(noted.clientMsgId(), noted);
            now = entry.message;
            if (!reached(now.status(), wanted)) {
                entry.waiting.put(waiting, wanted);
            }
        }
        if (reached(now.status(), wanted)) {
            waiting.complete(now);
        }
        return waiting;
    }

    synchronized void forget(String clientMsgId, CompletableFuture<Message> waiting) {
        Entry entry = entries.get(clientMsgId);
        if (entry != null) {
            entry.waiting.remove(waiting);
        }
    }

    /** The hub has it. */
    Message accepted(OutgoingMessage sent, SendAccepted accepted) {
        Message former;
        synchronized (this) {
            Entry entry = entries.get(sent.clientMsgId());
            former = entry == null ? from(sent) : entry.message;
        }
        Status status = accepted.status() == null ? Status.SENT : accepted.status();
        Message message = former.at(accepted.id(), accepted.conversationId(), accepted.seq(), accepted.ts(), status);
        move(message);
        return message;
    }

    /** Everything in the conversation up to here has come so far. Gives those that had not. */
    List<Message> advanced(String conversationId, long seq, Status status) {
        List<Message> moved = new ArrayList<>();
        synchronized (this) {
            for (Entry entry : entries.values()) {
                Message message = entry.message;
                boolean there = conversationId.equals(message.conversationId()) && message.seq() > 0;
                if (there && message.seq() <= seq && message.status().compareTo(status) < 0) {
                    moved.add(message.withStatus(status));
                }
            }
        }
        moved.forEach(this::move);
        return moved;
    }

    /** The hub refused it for good. */
    Message refused(OutgoingMessage sent, SendFailure failure) {
        Message message;
        List<CompletableFuture<Message>> waiting;
        synchronized (this) {
            Entry entry = entry(sent.clientMsgId(), from(sent));
            message = entry.message.withStatus(Status.FAILED);
            entry.message = message;
            waiting = List.copyOf(entry.waiting.keySet());
            entry.waiting.clear();
        }
        ClientException why = typed(failure);
        waiting.forEach(future -> future.completeExceptionally(why));
        return message;
    }

    /** A parked one, as its sender sees it. */
    Message failed(OutgoingMessage parked, String conversationId) {
        return Message.noted(parked, self, conversationId, null, Status.FAILED);
    }

    private static ClientException typed(SendFailure failure) {
        String text = failure.code() + ": " + failure.message();
        return switch (failure.code()) {
            case "USER_NOT_FOUND" -> new UnknownContact(text);
            case "MESSAGE_TOO_LARGE" -> new MessageTooLarge(text);
            default -> new HubRefused(failure.code(), failure.message(), failure.recoverable());
        };
    }

    private void move(Message message) {
        List<CompletableFuture<Message>> reached = new ArrayList<>();
        synchronized (this) {
            Entry entry = entry(message.clientMsgId(), message);
            entry.message = message;
            entry.waiting.forEach((future, wanted) -> {
                if (reached(message.status(), wanted)) {
                    reached.add(future);
                }
            });
            reached.forEach(entry.waiting::remove);
        }
        reached.forEach(future -> future.complete(message));
    }

    private Entry entry(String clientMsgId, Message message) {
        Entry present = entries.get(clientMsgId);
        if (present != null) {
            return present;
        }
        Entry fresh = new Entry();
        fresh.message = message;
        entries.put(clientMsgId, fresh);
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > REMEMBERED && oldest.hasNext()) {
            Entry candidate = oldest.next();
            if (candidate != fresh && candidate.waiting.isEmpty()) {
                oldest.remove();
            }
        }
        return fresh;
    }

    private static boolean reached(Status status, Status wanted) {
        boolean onItsWay = status.compareTo(Status.READ) <= 0;
        return onItsWay && status.compareTo(wanted) >= 0;
    }

    private Message from(OutgoingMessage sent) {
        return Message.noted(sent, self, sent.conversationId(), null, Status.QUEUED);
    }
}
