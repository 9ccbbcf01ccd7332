package io.clawhub.client.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

/** A store that carries out changes on a {@link ClientState}, one after the other, and is read through the {@link View} they leave. */
abstract class StateStore implements MessageStore {

    final Clock clock;

    StateStore(Clock clock) {
        this.clock = clock;
    }

    /** Completes with what the change gives, once it is durable. */
    abstract <T> CompletableFuture<T> change(Function<ClientState, T> change);

    abstract View view();

    abstract String agentId();

    private CompletableFuture<Void> run(Consumer<ClientState> change) {
        return change(state -> {
            change.accept(state);
            return null;
        });
    }

    @Override
    public CompletableFuture<Message> enqueue(OutgoingMessage message) {
        return change(state -> state.enqueue(message));
    }

    @Override
    public List<OutboxItem> outbox() {
        return view().outbox();
    }

    @Override
    public CompletableFuture<Void> sent(String clientMsgId, String id, String conversationId, long seq, Instant ts) {
        return run(state -> state.sent(clientMsgId, id, conversationId, seq, ts));
    }

    @Override
    public CompletableFuture<Void> retried(String clientMsgId, SendFailure failure) {
        return run(state -> state.retried(clientMsgId, failure));
    }

    @Override
    public CompletableFuture<Void> parked(String clientMsgId, SendFailure failure) {
        return run(state -> state.parked(clientMsgId, failure));
    }

    @Override
    public CompletableFuture<Boolean> retry(String clientMsgId) {
        return change(state -> state.retry(clientMsgId));
    }

    @Override
    public CompletableFuture<Boolean> cancel(String clientMsgId) {
        return change(state -> state.cancel(clientMsgId));
    }

    @Override
    public CompletableFuture<Void> status(String conversationId, long upToSeq, Status status) {
        return run(state -> state.status(conversationId, upToSeq, status));
    }

    @Override
    public void resumed() {
        run(state -> state.cursors.holdNothing());
    }

    @Override
    public Map<String, Long> cursors() {
        return view().cursors();
    }

    @Override
    public String epoch() {
        return view().epoch();
    }

    @Override
    public CompletableFuture<Void> epoch(String epoch) {
        return run(state -> state.epoch(epoch));
    }

    @Override
    public CompletableFuture<Void> read(String conversationId, long upToSeq) {
        return run(state -> state.read(conversationId, upToSeq));
    }

    @Override
    public CompletableFuture<List<PendingMessage>> lease(int limit, Duration lease) {
        return change(state -> state.lease(limit, lease));
    }

    @Override
    public List<PendingMessage> peek(int limit) {
        return view().peek(limit, clock.instant());
    }

    @Override
    public CompletableFuture<List<Boolean>> complete(List<String> receipts) {
        return change(state -> state.complete(receipts));
    }

    @Override
    public CompletableFuture<Boolean> release(String receipt, Duration delay, String error) {
        return change(state -> state.release(receipt, delay, error));
    }

    @Override
    public CompletableFuture<Boolean> extend(String receipt, Duration lease) {
        return change(state -> state.extend(receipt, lease));
    }

    @Override
    public PendingCount pendingCount() {
        return view().count(clock.instant());
    }

    @Override
    public List<PendingMessage> dead() {
        return view().dead(clock.instant());
    }

    @Override
    public CompletableFuture<Boolean> revive(String messageId) {
        return change(state -> state.revive(messageId));
    }

    @Override
    public String conversationWith(String contactId) {
        return contact(contactId)
                .map(Contact::conversationId)
                .orElseGet(() -> ConversationFiles.direct(agentId(), contactId));
    }

    @Override
    public List<Contact> contacts() {
        return view().allContacts();
    }

    @Override
    public Optional<Contact> contact(String contactId) {
        return view().contact(contactId);
    }

    @Override
    public CompletableFuture<Void> putContact(Contact contact) {
        return run(state -> state.putContact(contact));
    }

    @Override
    public CompletableFuture<Boolean> removeContact(String contactId) {
        return change(state -> state.removeContact(contactId));
    }
}
