package io.clawhub.client.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.clawhub.client.message.Contact;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.store.MessageStore.OutboxItem;
import io.clawhub.client.store.MessageStore.PendingCount;

/** What is durable, for readers on any thread; immutable. */
record View(
        List<OutboxItem> outbox,
        List<PendingItem> pending,
        List<ContactBook.Entry> contacts,
        Map<String, Long> cursors,
        String epoch) {

    static final View EMPTY = new View(List.of(), List.of(), List.of(), Map.of(), null);

    static View of(ClientState state) {
        return new View(
                state.outbox.items(),
                state.pending.items(),
                state.contacts.entries(),
                state.cursors.copy(),
                state.cursors.epoch());
    }

    /** After these were changed. Attempts of the outbox change without a word, so that is copied always. */
    View after(ClientState state, Set<Changed> changed) {
        boolean moved = changed.contains(Changed.STATE);
        return new View(
                state.outbox.items(),
                changed.contains(Changed.PENDING) ? state.pending.items() : pending,
                changed.contains(Changed.CONTACTS) ? state.contacts.entries() : contacts,
                moved ? state.cursors.copy() : cursors,
                moved ? state.cursors.epoch() : epoch);
    }

    List<PendingMessage> peek(int limit, Instant now) {
        List<PendingMessage> messages = new ArrayList<>();
        for (PendingItem item : pending) {
            if (messages.size() < limit && PendingQueue.due(item, now)) {
                messages.add(withoutReceipt(item));
            }
        }
        return messages;
    }

    List<PendingMessage> dead(Instant now) {
        List<PendingMessage> messages = new ArrayList<>();
        for (PendingItem item : pending) {
            if (dead(item, now)) {
                messages.add(withoutReceipt(item));
            }
        }
        return messages;
    }

    PendingCount count(Instant now) {
        int ready = 0;
        int leased = 0;
        int dead = 0;
        for (PendingItem item : pending) {
            if (dead(item, now)) {
                dead++;
            } else if (item.state() == PendingItem.State.LEASED && !item.expired(now)) {
                leased++;
            } else {
                ready++;
            }
        }
        return new PendingCount(ready, leased, dead);
    }

    private static boolean dead(PendingItem item, Instant now) {
        return item.state() == PendingItem.State.DEAD
                || item.expired(now) && item.attempts() >= PendingQueue.ATTEMPTS_MAX;
    }

    private static PendingMessage withoutReceipt(PendingItem item) {
        return new PendingMessage(item.handedOut().message(), item.attempts(), null);
    }

    List<Contact> allContacts() {
        List<Contact> all = new ArrayList<>(contacts.size());
        contacts.forEach(entry -> all.add(entry.contact()));
        return all;
    }

    Optional<Contact> contact(String contactId) {
        return contacts.stream()
                .map(ContactBook.Entry::contact)
                .filter(contact -> contact.contactId().equals(contactId))
                .findFirst();
    }

    /** The conversation's former ids, whose logs belong to it. */
    List<String> aliases(String conversationId) {
        for (ContactBook.Entry entry : contacts) {
            if (conversationId.equals(entry.contact().conversationId())) {
                return entry.aliases();
            }
        }
        return List.of();
    }
}
