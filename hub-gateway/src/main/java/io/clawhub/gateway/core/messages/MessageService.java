package io.clawhub.gateway.core.messages;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
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

    private static final MessageDetails NO_DETAILS = new MessageDetails(null, null, null, null, null, null);

    private final EventLog log;
    private final DeliveryReceipts receipts;
    private final MessageRouter router;
    private final SenderProfiles profiles;
    private final GatewayConfig config;
    private final long timeoutMillis;
    private final Cache<String, Sent> recent =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    /** {@code delivered} is what the first send heard of its delivery; a held one asked nobody, like one without receipt. */
    private record Sent(
            String conversationId,
            Set<String> audience,
            int payloadHash,
            CompletableFuture<LogPosition> position,
            CompletableFuture<Boolean> delivered) {}

    MessageService(
            EventLog log,
            DeliveryReceipts receipts,
            MessageRouter router,
            SenderProfiles profiles,
            GatewayConfig config) {
        this.log = log;
        this.receipts = receipts;
        this.router = router;
        this.profiles = profiles;
        this.config = config;
        this.timeoutMillis = config.send().timeout().toMillis();
    }

    /** The lane of a connection, through which it sends in order and hears what was delivered at once. */
    public SendLane openLane(Caller caller) {
        return new SendLane(
                caller, router, this, true, config.send(), config.send().maxContentBytes(), Details.MAX_METADATA_BYTES);
    }

    /** The same for a client that is not told of deliveries by the answer: it is there when the log has confirmed. */
    public SendLane openLaneWithoutReceipts(Caller caller) {
        return openLaneWithoutReceipts(caller, config.send().maxContentBytes());
    }

    /** The same for a protocol with a limit of its own, bytes of content. */
    public SendLane openLaneWithoutReceipts(Caller caller, int maxContentBytes) {
        return openLaneWithoutReceipts(caller, maxContentBytes, Details.MAX_METADATA_BYTES);
    }

    /** The same with a limit of metadata as well, bytes. */
    public SendLane openLaneWithoutReceipts(Caller caller, int maxContentBytes, int maxMetadataBytes) {
        return new SendLane(caller, router, this, false, config.send(), maxContentBytes, maxMetadataBytes);
    }

    /** Refuses what no retry can make right. */
    void check(SendMessage command, int maxContentBytes, int maxMetadataBytes) {
        boolean endsRun = command.details() != null && command.details().runId() != null;
        Content.check(
                command.content(),
                endsRun ? Math.max(maxContentBytes, config.send().maxAnswerBytes()) : maxContentBytes);
        Details.check(command.details(), maxMetadataBytes);
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

    /**
     * Appends a message for somebody who cannot do it any more, under the id that their own would have: of the two, the
     * first in the log counts.
     *
     * @return fails with a {@link HubException}, {@link HubError#LOG_UNAVAILABLE} if the log does not confirm in time
     */
    public Uni<LogPosition> appendFor(Caller sender, String messageId, SendMessage command) {
        return router.load(sender, command)
                .chain(route -> {
                    if (!log.isConfirming()) {
                        throw logUnavailable();
                    }
                    return Uni.createFrom()
                            .completionStage(() -> log.append(event(sender, command, route, messageId), null));
                })
                .ifNoItem()
                .after(Duration.ofMillis(timeoutMillis))
                .failWith(MessageService::logUnavailable);
    }

    /**
     * Appends and waits, bounded, for the confirmation.
     *
     * @param receipt whether to wait for the delivery as well, on whatever gateway
     */
    CompletableFuture<Accepted> appendAndAwait(
            Caller caller,
            SendMessage command,
            Route route,
            boolean receipt,
            Consumer<CompletableFuture<LogPosition>> onAppend) {
        // Without a key each id is a fresh one, so it is made once and handed on.
        String messageId = Ids.messageId(caller.participantId(), command.clientMsgId());
        // A repeat is not handed to anybody again: it is told what the first one heard.
        Sent before = repeated(command, route, messageId);
        Sent sent = before;
        if (sent == null) {
            // In a large group nobody waits for the first of thousands.
            sent = receipt && !route.audience().isEmpty()
                    ? appendAwaited(caller, command, route, messageId)
                    : appendFirst(caller, command, route, messageId, null);
        }
        onAppend.accept(sent.position());
        return answer(messageId, sent, before != null, receipt);
    }

    private CompletableFuture<Accepted> answer(String messageId, Sent sent, boolean repeat, boolean receipt) {
        return sent.position()
                .copy()
                .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .thenCombine(
                        receipt ? sent.delivered() : NOT_ASKED,
                        (at, delivered) -> new Accepted(
                                messageId, sent.conversationId(), at.seq(), at.atMillis(), delivered, repeat));
    }

    /**
     * The first send under this key, if it is known and did not fail. Between the two a session may have been accepted or
     * ended, so that the repeat would go elsewhere: the same words to the same listeners are the same message.
     */
    private Sent repeated(SendMessage command, Route route, String messageId) {
        Sent before = command.clientMsgId() == null ? null : recent.getIfPresent(messageId);
        if (before == null || before.position().isCompletedExceptionally()) {
            return null;
        }
        // Members of a group come and go between a send and its repeat.
        boolean elsewhere = !before.conversationId().equals(route.conversation().id())
                && (route.audience().isEmpty() || !before.audience().equals(Set.copyOf(route.audience())));
        if (before.payloadHash() != payloadHash(command) || elsewhere) {
            throw new HubException(HubError.CONFLICT, "this message_id was used for another message");
        }
        return before;
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
                payloadHash(command),
                position,
                delivered == null ? NOT_ASKED : delivered);
        if (command.clientMsgId() != null) {
            recent.put(messageId, sent);
        }
        return sent;
    }

    private static int payloadHash(SendMessage command) {
        return Objects.hash(command.content(), withoutRun(command.details()));
    }

    /** Whether it was shown while it grew makes it no other message: the end of a run may be repeated without it. */
    private static MessageDetails withoutRun(MessageDetails details) {
        if (details == null) {
            return null;
        }
        MessageDetails rest = new MessageDetails(
                details.kind(), details.replyTo(), details.mentions(), details.attachments(), details.metadata(), null);
        return rest.equals(NO_DETAILS) ? null : rest;
    }

    static HubException logUnavailable() {
        return new HubException(HubError.LOG_UNAVAILABLE, "the message log does not answer, please retry");
    }

    private MessageAccepted event(Caller caller, SendMessage command, Route route, String messageId) {
        return new MessageAccepted(
                messageId,
                command.clientMsgId(),
                route.conversation().id(),
                route.conversation().kind(),
                caller.participantId(),
                route.audience(),
                route.serviceId(command),
                command.content(),
                command.details(),
                caller.clientId(),
                new Provenance(caller.protocol(), caller.authentication().wireName(), null),
                profiles.of(caller.participantId()));
    }
}
