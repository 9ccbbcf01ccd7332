package io.clawhub.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.handler.Outbound;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.policy.Mentions;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.wire.WireEvent.SendAccepted;
import io.clawhub.client.wire.WireEvent.StatusAdvanced;

/** What this agent says: from the call to the receipt. */
final class Sending implements Outbound.Listener, Session.Receipts {

    private final MessageStore store;
    private final Session session;
    private final Topics topics;
    private final SentMessages sent;
    private final Outbound outbound;

    Sending(IMClientBuilder settings, MessageStore store, Session session, Topics topics) {
        this.store = store;
        this.session = session;
        this.topics = topics;
        this.sent = new SentMessages(settings.agentId);
        this.outbound = new Outbound(store, session, settings.parts.timer(), this, Outbound.Settings.usual());
    }

    Outbound outbound() {
        return outbound;
    }

    Message send(OutgoingMessage message, IMClient.Wait wait, Duration timeout) {
        OutgoingMessage complete = prepared(message);
        Message noted = Blocking.disk(outbound.send(complete));
        sent.noted(noted);
        session.wake();
        if (wait == IMClient.Wait.QUEUED) {
            return noted;
        }
        if (noted.status() == Status.FAILED || noted.status() == Status.CANCELLED) {
            throw new HubRefused(
                    "NOT_SENT", "a message with this key was refused or taken back before; see retry()", false);
        }
        Status wanted = wait == IMClient.Wait.SENT ? Status.SENT : Status.DELIVERED;
        CompletableFuture<Message> waiting = sent.await(noted, wanted);
        try {
            return Blocking.get(
                    waiting,
                    timeout,
                    "not " + wanted.wireName() + " within " + timeout.toMillis()
                            + " ms; it is kept, here or at the hub, until it can go further");
        } finally {
            sent.forget(noted.clientMsgId(), waiting);
        }
    }

    IMClient.StreamReply stream(OutgoingMessage head) {
        OutgoingMessage keyed = head.clientMsgId() != null ? head : head.withClientMsgId(Ulid.next());
        return session.streams().begin(keyed, whole -> send(whole, IMClient.Wait.QUEUED, Duration.ZERO));
    }

    boolean cancel(String clientMsgId) {
        session.streams().done(clientMsgId);
        return Blocking.disk(outbound.cancel(clientMsgId));
    }

    boolean retry(String clientMsgId) {
        boolean found = Blocking.disk(outbound.retry(clientMsgId));
        session.wake();
        return found;
    }

    /** Those the hub refused for good. */
    List<Message> failed() {
        return store.outbox().stream()
                .filter(MessageStore.OutboxItem::parked)
                .map(item -> sent.failed(item.message(), item.conversationId()))
                .toList();
    }

    @Override
    public void sent(OutgoingMessage message, SendAccepted accepted) {
        session.streams().done(message.clientMsgId());
        topics.status.tell(sent.accepted(message, accepted));
    }

    @Override
    public void parked(OutgoingMessage message, SendFailure failure) {
        session.streams().done(message.clientMsgId());
        topics.status.tell(sent.refused(message, failure));
    }

    @Override
    public void failed(Throwable failure) {
        topics.notices.error(failure);
    }

    @Override
    public void advanced(StatusAdvanced status) {
        // After the store: the receipt may overtake the acceptance that is still on its way to the disk.
        store.status(status.conversationId(), status.seq(), status.status()).whenComplete((done, failure) -> {
            if (failure != null) {
                topics.notices.error(failure);
            }
            sent.advanced(status.conversationId(), status.seq(), status.status())
                    .forEach(topics.status::tell);
        });
    }

    private OutgoingMessage prepared(OutgoingMessage message) {
        if (message.to() == null && message.conversationId() == null) {
            throw new IllegalArgumentException("a message needs somebody it is for, or a conversation");
        }
        int most = session.textMaxBytes();
        if (message.text() != null && message.text().getBytes(StandardCharsets.UTF_8).length > most) {
            throw new MessageTooLarge("a text has at most " + most + " bytes; send a file instead");
        }
        OutgoingMessage mentioning = Mentions.added(message);
        return mentioning.clientMsgId() != null ? mentioning : mentioning.withClientMsgId(Ulid.next());
    }
}
