package io.clawhub.gateway.core.messages;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.log.LogPosition;

/** Turns a routed message into a record of the log. */
@ApplicationScoped
public class MessageService {

    /** Sends remembered to recognise a retry without asking anybody: about a minute of a busy gateway. */
    private static final int MAX_REMEMBERED = 100_000;

    private static final CompletableFuture<Boolean> NOT_ASKED = CompletableFuture.completedFuture(false);

    private final EventLog log;
    private final DeliveryReceipts receipts;
    private final MessageRouter router;
    private final GatewayConfig config;
    private final long timeoutMillis;
    private final Cache<String, Sent> recent =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** {@code delivered} is what the first send heard of its delivery; a held one asked nobody. */
    private record Sent(
            String conversationId,
            Set<String> audience,
            int contentHash,
            CompletableFuture<LogPosition> position,
            CompletableFuture<Boolean> delivered) {}

    MessageService(EventLog log, DeliveryReceipts receipts, MessageRouter router, GatewayConfig config) {
        this.log = log;
        this.receipts = receipts;
        this.router = router;
        this.config = config;
        this.timeoutMillis = config.send().timeout().toMillis();
    }

    /** The lane of a connection, through which it sends in order. */
    public SendLane openLane(Caller caller) {
        return new SendLane(caller, router, this, config.send());
    }

    /** Refuses what no retry can make right. */
    void check(SendMessage command) {
        Content.check(command.content(), config.send().maxContentBytes());
    }

    /**
     * Appends a message, or joins its first append if it was sent before.
     *
     * @throws HubException {@link HubError#CONFLICT} when the sender used this idempotency key for something else;
     *     {@link HubError#LOG_UNAVAILABLE} at once while the log does not confirm, unless the send may be held
     */
    CompletableFuture<LogPosition> append(Caller caller, SendMessage command, Route route) {
        String messageId = Ids.messageId(caller.participantId(), command.clientMsgId());
        Sent before = repeated(command, route, messageId);
        return before != null
                ? before.position()
                : appendFirst(caller, command, route, messageId, null).position();
    }

    /** Appends and waits, bounded, for the confirmation and for the delivery, on whatever gateway. */
    CompletableFuture<Accepted> appendAndAwait(
            Caller caller, SendMessage command, Route route, Consumer<CompletableFuture<LogPosition>> onAppend) {
        // Without a key each id is a fresh one, so it is made once and handed on.
        String messageId = Ids.messageId(caller.participantId(), command.clientMsgId());
        // A repeat is not handed to anybody again: it is told what the first one heard.
        Sent before = repeated(command, route, messageId);
        Sent sent = before != null ? before : appendAwaited(caller, command, route, messageId);
        onAppend.accept(sent.position());
        return sent.position()
                .copy()
                .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .thenCombine(
                        sent.delivered(),
                        (at, delivered) ->
                                new Accepted(messageId, sent.conversationId(), at.seq(), at.atMillis(), delivered));
    }

    /**
     * The first send under this key, if it is known and did not fail. Between the two a session may have been accepted or
     * ended, so that the repeat would go elsewhere: the same words to the same listeners are the same message.
     */
    private Sent repeated(SendMessage command, Route route, String messageId) {
        Sent before = command.clientMsgId() == null ? null : recent.getIfPresent(messageId);
        if (before == null) {
            return null;
        }
        if (before.contentHash() != command.content().hashCode()
                || !before.audience().equals(Set.copyOf(route.audience()))) {
            throw new HubException(HubError.CONFLICT, "this message_id was used for another message");
        }
        return before.position().isCompletedExceptionally() ? null : before;
    }

    private Sent appendAwaited(Caller caller, SendMessage command, Route route, String messageId) {
        // Before the append: the tail may see the record before this thread goes on.
        CompletableFuture<Boolean> delivered = receipts.expect(messageId);
        delivered
                .completeOnTimeout(false, timeoutMillis, TimeUnit.MILLISECONDS)
                .thenRun(() -> receipts.forget(messageId));
        try {
            Sent sent = appendFirst(caller, command, route, messageId, delivered);
            sent.position().exceptionally(failure -> {
                delivered.complete(false);
                return null;
            });
            return sent;
        } catch (HubException refusal) {
            delivered.complete(false);
            throw refusal;
        }
    }

    private Sent appendFirst(
            Caller caller, SendMessage command, Route route, String messageId, CompletableFuture<Boolean> delivered) {
        if (!command.held() && !log.isConfirming()) {
            throw logUnavailable();
        }
        CompletableFuture<LogPosition> position =
                log.append(event(caller, command, route, messageId), delivered == null ? null : receipts.receiptTo());
        Sent sent = new Sent(
                route.conversation().id(),
                Set.copyOf(route.audience()),
                command.content().hashCode(),
                position,
                delivered == null ? NOT_ASKED : delivered);
        if (command.clientMsgId() != null) {
            recent.put(messageId, sent);
        }
        return sent;
    }

    static HubException logUnavailable() {
        return new HubException(HubError.LOG_UNAVAILABLE, "the message log does not answer, please retry");
    }

    private static MessageAccepted event(Caller caller, SendMessage command, Route route, String messageId) {
        return new MessageAccepted(
                messageId,
                command.clientMsgId(),
                route.conversation().id(),
                route.conversation().kind(),
                caller.participantId(),
                route.audience(),
                route.serviceId(command),
                command.content(),
                new Provenance(caller.protocol(), caller.authentication().wireName(), null));
    }
}
