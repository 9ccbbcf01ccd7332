package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;

/**
 * Tells the connections of this gateway what became of their channels: a request goes to its provider, its outcome to
 * the consumer, the end to the other party, or to both if the hub ended it. A provider that comes back is told what
 * waits for it. A connection hears of each change once.
 */
@ApplicationScoped
public class ChannelDelivery implements ConnectionListener {

    private static final Logger LOG = Logger.getLogger(ChannelDelivery.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration MAX_RETRY = Duration.ofSeconds(10);

    private final ConnectionRegistry connections;
    private final ConversationDirectory conversations;
    private final ChannelStore store;
    private final Waiters waiters;
    private final int maxBuffered;
    private final Duration patience;

    ChannelDelivery(
            ConnectionRegistry connections,
            ConversationDirectory conversations,
            ChannelStore store,
            Waiters waiters,
            GatewayConfig config) {
        this.connections = connections;
        this.conversations = conversations;
        this.store = store;
        this.waiters = waiters;
        this.maxBuffered = config.delivery().maxBuffered();
        this.patience = config.channels().requestTimeout();
    }

    /** A change from the log; call it in log order. Never blocks. */
    public void deliver(ConversationChanged change, long seq) {
        conversations.changed(change);
        if (change.kind() != ConversationKind.CHANNEL) {
            return;
        }
        Runnable announced = onAnnounced(change);
        for (String participantId : told(change)) {
            for (ClientConnection connection : connections.of(participantId)) {
                if (!isOutcome(change) || !waiters.take(connection, change, seq)) {
                    connection.gate().change(new ChannelChanged(change), seq, maxBuffered, announced);
                }
            }
        }
    }

    @Override
    public void opened(ClientConnection connection) {
        store.pendingOf(connection.caller().participantId())
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, MAX_RETRY)
                .expireIn(patience.toMillis())
                .subscribe()
                .with(
                        pending -> pending.forEach(channel -> announce(connection, channel)),
                        failure -> LOG.warnf(
                                "pending requests not loaded: participantId=%s",
                                connection.caller().participantId()));
    }

    private void announce(ClientConnection provider, PairChannel pending) {
        ConversationChanged change = pending.change();
        provider.gate().change(new ChannelChanged(change), 0, maxBuffered, onAnnounced(change));
    }

    /** Whom a change is news for. */
    static List<String> told(ConversationChanged change) {
        String providerId = change.inRole(Conversation.PROVIDER);
        String consumerId = change.inRole(Conversation.CONSUMER);
        return switch (change.status()) {
            case PENDING -> List.of(providerId);
            case ACTIVE, REJECTED -> List.of(consumerId);
            case ENDED -> {
                if (change.byParticipantId() == null) {
                    yield List.of(providerId, consumerId);
                }
                yield List.of(change.byParticipantId().equals(providerId) ? consumerId : providerId);
            }
        };
    }

    private static boolean isOutcome(ConversationChanged change) {
        return change.status() == ConversationStatus.ACTIVE || change.status() == ConversationStatus.REJECTED;
    }

    private Runnable onAnnounced(ConversationChanged change) {
        if (change.status() != ConversationStatus.PENDING) {
            return () -> {};
        }
        AtomicBoolean first = new AtomicBoolean(true);
        return () -> {
            if (first.getAndSet(false)) {
                store.announced(change.conversationId())
                        .subscribe()
                        .with(
                                done -> LOG.debugf("announced: conversationId=%s", change.conversationId()),
                                failure -> LOG.warnf(
                                        "not noted as announced: conversationId=%s", change.conversationId()));
            }
        };
    }
}
