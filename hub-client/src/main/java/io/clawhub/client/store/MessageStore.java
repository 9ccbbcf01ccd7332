package io.clawhub.client.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

/**
 * What a client must not forget. Futures complete when the change is durable, on the store's own thread: do not block there. They
 * fail with {@link io.clawhub.client.errors.StorageFull} when the disk does, and with
 * {@link io.clawhub.client.errors.QueueFull} at the bounds. Changes are carried out in the order of the calls. Reading
 * needs no lock, works before {@link #open} and while another process has the workspace open.
 */
public interface MessageStore extends AutoCloseable {

    /**
     * Takes the lock and repairs what a crash left behind.
     *
     * @param wait how long to wait for the lock
     * @throws io.clawhub.client.errors.WorkspaceLocked when somebody else has it
     * @throws io.clawhub.client.errors.WorkspaceMismatch when the workspace is another agent's
     * @throws io.clawhub.client.errors.Corrupt when the configuration cannot be read
     */
    Recovery open(Duration wait);

    /** What {@link #open} repaired: how many torn tails, damaged lines or files, requeued and to be resent messages. */
    record Recovery(int torn, int corrupt, int requeued, int resent) {}

    /** This installation: made once, then kept. */
    String clientId();

    // --- out ---

    /**
     * Notes a message to be sent: durable in the log of its conversation, then in the outbox. The same
     * {@code clientMsgId} again gives the message noted first, unless that was taken back: then it is noted again.
     *
     * @param message with a {@code clientMsgId}
     */
    CompletableFuture<Message> enqueue(OutgoingMessage message);

    /** What is not yet accepted, in the order it was enqueued, parked items included. */
    List<OutboxItem> outbox();

    /**
     * A message to be sent.
     *
     * @param conversationId its conversation as far as it is known: the lane it must stay in
     * @param message what to send; has a {@code clientMsgId}
     * @param parked the hub refused it for good; it waits for {@code retry} or {@code cancel}
     * @param attempts how often it was written to the hub
     * @param lastError why it is still here, or null
     */
    record OutboxItem(
            String conversationId, OutgoingMessage message, boolean parked, int attempts, SendFailure lastError) {}

    /** The hub has it: off the outbox, with the hub's id and place in the log. */
    CompletableFuture<Void> sent(String clientMsgId, String id, String conversationId, long seq, Instant ts);

    /** It was tried and is tried again later: counts the attempt. Need not be durable at once. */
    CompletableFuture<Void> retried(String clientMsgId, SendFailure failure);

    /** The hub refused it for good: parked. */
    CompletableFuture<Void> parked(String clientMsgId, SendFailure failure);

    /** A parked one waits to be sent again, at the end of its conversation's lane. False if there is no such item. */
    CompletableFuture<Boolean> retry(String clientMsgId);

    /** Takes one back that was not accepted. False if there is no such item. */
    CompletableFuture<Boolean> cancel(String clientMsgId);

    /** Everything this agent said in the conversation up to the seq was delivered or read. */
    CompletableFuture<Void> status(String conversationId, long upToSeq, Status status);

    // --- in ---

    /**
     * Takes a message: durable in its conversation's log, then in the pending queue or not, and the cursor moved, in this order.
     * A repeat is recognised by its id at each step. What this agent said from another client goes to the log only.
     *
     * <p>After a message that was not taken, or whose future failed, later ones of its conversation are not taken either: moving the
     * cursor past it would lose it. That ends when it is offered again, and with {@link #resumed}.
     *
     * @param message as the hub delivered it
     * @param queue whether it waits for {@link #lease}; otherwise the caller hands it on itself, and then calls
     *     {@link #complete} or {@link #release} with the receipt it gets
     */
    CompletableFuture<Received> receive(Message message, boolean queue);

    /**
     * What became of a received message.
     *
     * @param duplicate it was handled before, or is being handled: do not hand it on
     * @param pending how many wait now; at the bound the message was not taken ({@code taken} is false), and must not be
     *     acknowledged
     * @param taken whether it may be acknowledged to the hub
     * @param receipt of the lease under which the caller hands it on itself: it does not run out while the store is open, and ends
     *     with a crash, after which the message waits again. Null for queued ones, duplicates and what was not taken
     */
    record Received(boolean duplicate, boolean taken, int pending, String receipt) {

        /** Without a receipt. */
        public Received(boolean duplicate, boolean taken, int pending) {
            this(duplicate, taken, pending, null);
        }
    }

    /**
     * A new connection delivers everything after {@link #cursors}, so what was not taken before comes again or is gone. Call
     * it before the first message of the connection is offered.
     */
    default void resumed() {}

    /** How far each conversation was taken: conversation id to seq. What may be acknowledged to the hub. */
    Map<String, Long> cursors();

    /** The hub's epoch that the cursors belong to, or null. */
    String epoch();

    /** The hub starts a new epoch: the cursors of the former one are forgotten. */
    CompletableFuture<Void> epoch(String epoch);

    /** This agent has read the conversation up to here. */
    CompletableFuture<Void> read(String conversationId, long upToSeq);

    // --- work that waits ---

    /** Hands out up to {@code limit} waiting messages, oldest first, until the lease ends; each counts an attempt. */
    CompletableFuture<List<PendingMessage>> lease(int limit, Duration lease);

    /** The waiting messages, oldest first, without taking them. */
    List<PendingMessage> peek(int limit);

    /** These are done. Receipts of leases that have run out are refused: false for them, in the order given. */
    CompletableFuture<List<Boolean>> complete(List<String> receipts);

    /** Not done: again after the delay, or dead after five attempts. False if the lease has run out. */
    CompletableFuture<Boolean> release(String receipt, Duration delay, String error);

    /** Needs longer. False if the lease has run out. */
    CompletableFuture<Boolean> extend(String receipt, Duration lease);

    /** How many wait, are leased, or are dead. */
    PendingCount pendingCount();

    /** How many wait, are handed out, and were given up after five attempts. */
    record PendingCount(int ready, int leased, int dead) {}

    /** Those given up after five attempts. */
    List<PendingMessage> dead();

    /** A dead one waits again, with no attempts counted. */
    CompletableFuture<Boolean> revive(String messageId);

    // --- reading ---

    /** The newest messages of a conversation, oldest first; with {@code before}, those before that message id. */
    List<Message> history(String conversationId, int limit, String before);

    /** The conversation with this contact as far as it is known: from the hub, else computed from the pair. */
    String conversationWith(String contactId);

    /** The conversations there are files of. */
    List<String> conversations();

    /** All contacts, by name. */
    List<Contact> contacts();

    /** One contact. */
    Optional<Contact> contact(String contactId);

    /** Adds or replaces a contact. */
    CompletableFuture<Void> putContact(Contact contact);

    /** Removes one. False if there was none. */
    CompletableFuture<Boolean> removeContact(String contactId);

    /** Flushes, marks the shutdown clean and gives the lock back. Repeating it has no effect. */
    @Override
    void close();
}
