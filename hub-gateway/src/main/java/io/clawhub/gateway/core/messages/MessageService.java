package io.clawhub.gateway.core.messages;

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

    private final EventLog log;
    private final DeliveryReceipts receipts;
    private final MessageRouter router;
    private final GatewayConfig config;
    private final long timeoutMillis;
    private final Cache<String, Sent> recent =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private record Sent(String conversationId, int contentHash, CompletableFuture<LogPosition> position) {}

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
        return append(caller, command, route, Ids.messageId(caller.participantId(), command.clientMsgId()));
    }

    /** Without a key each id is a fresh one, so it is made once and handed on. */
    private CompletableFuture<LogPosition> append(Caller caller, SendMessage command, Route route, String messageId) {
        int contentHash = command.content().hashCode();
        Sent before = command.clientMsgId() == null ? null : recent.getIfPresent(messageId);
        if (before != null) {
            if (before.contentHash() != contentHash
                    || !before.conversationId().equals(route.conversation().id())) {
                throw new HubException(HubError.CONFLICT, "this message_id was used for another message");
            }
            if (!before.position().isCompletedExceptionally()) {
                return before.position();
            }
        }
        if (!command.held() && !log.isConfirming()) {
            throw logUnavailable();
        }
        CompletableFuture<LogPosition> position = log.append(event(caller, command, route, messageId));
        if (command.clientMsgId() != null) {
            recent.put(messageId, new Sent(route.conversation().id(), contentHash, position));
        }
        return position;
    }

    /** Appends and waits, bounded, for the confirmation and for the delivery on this gateway. */
    CompletableFuture<Accepted> appendAndAwait(
            Caller caller, SendMessage command, Route route, Consumer<CompletableFuture<LogPosition>> onAppend) {
        String messageId = Ids.messageId(caller.participantId(), command.clientMsgId());
        CompletableFuture<Boolean> delivered = receipts.expect(messageId);
        CompletableFuture<LogPosition> position;
        try {
            position = append(caller, command, route, messageId);
        } catch (HubException refusal) {
            receipts.forget(messageId);
            throw refusal;
        }
        onAppend.accept(position);
        // A repeat was dispatched long ago: nobody will report its delivery again.
        boolean repeat = position.isDone();
        CompletableFuture<Boolean> receipt = repeat
                ? CompletableFuture.completedFuture(false)
                : delivered.copy().completeOnTimeout(false, timeoutMillis, TimeUnit.MILLISECONDS);
        return position.copy()
                .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .thenCombine(
                        receipt,
                        (at, written) ->
                                new Accepted(messageId, route.conversation().id(), at.seq(), at.atMillis(), written))
                .whenComplete((accepted, failure) -> receipts.forget(messageId));
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
                command.serviceId(),
                command.content(),
                new Provenance(caller.protocol(), caller.authentication(), null));
    }
}
