package io.clawhub.gateway.core.routing;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.MessageEdited;
import io.clawhub.events.ReactionChanged;
import io.clawhub.events.Seq;
import io.clawhub.events.UnreadableEventException;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.changes.ChangeDelivery;
import io.clawhub.gateway.core.channels.ChannelActivity;
import io.clawhub.gateway.core.channels.ChannelDelivery;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.groups.GroupDelivery;
import io.clawhub.gateway.core.log.EventReader;
import io.clawhub.gateway.core.messages.DeliveryReceipts;
import io.clawhub.gateway.core.messages.Receipt;
import io.clawhub.gateway.core.sessions.AgentWatch;

/**
 * Hands each record of the log to the connections it concerns. Runs on the tail's thread and decides from the headers:
 * a record for nobody here is never parsed.
 */
@ApplicationScoped
public class DeliveryRouter implements EventReader {

    private static final Logger LOG = Logger.getLogger(DeliveryRouter.class);

    /** Message ids remembered to drop a repeat: minutes of what one gateway delivers. */
    private static final int MAX_SEEN = 50_000;

    private static final String SAID = MessageAccepted.class.getSimpleName();
    private static final Set<String> CHANGES_OF_MESSAGES = Set.of(
            MessageEdited.class.getSimpleName(),
            MessageDeleted.class.getSimpleName(),
            ReactionChanged.class.getSimpleName());

    private final ConnectionRegistry connections;
    private final ChannelDelivery channels;
    private final GroupDelivery groups;
    private final ChangeDelivery changes;
    private final ChannelActivity activity;
    private final DeliveryReceipts receipts;
    private final AgentWatch watch;
    private final int generation;
    private final int maxBuffered;
    private final Counter delivered;
    private final Counter unreadable;
    private final Map<String, Long> seen = new LinkedHashMap<>(1024, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_SEEN;
        }
    };

    DeliveryRouter(
            ConnectionRegistry connections,
            ChannelDelivery channels,
            GroupDelivery groups,
            ChangeDelivery changes,
            ChannelActivity activity,
            DeliveryReceipts receipts,
            AgentWatch watch,
            GatewayConfig config,
            MeterRegistry metrics) {
        this.connections = connections;
        this.channels = channels;
        this.groups = groups;
        this.changes = changes;
        this.activity = activity;
        this.receipts = receipts;
        this.watch = watch;
        this.generation = config.chatEvents().generation();
        this.maxBuffered = config.delivery().maxBuffered();
        this.delivered = metrics.counter("hub.messages.delivered");
        this.unreadable = metrics.counter("hub.events.unreadable");
    }

    @Override
    public void read(ConsumerRecord<String, byte[]> chatEvent, Instant at) {
        String messageId = EventHeaders.text(chatEvent.headers(), EventHeaders.MESSAGE_ID);
        if (messageId == null) {
            return;
        }
        String type = EventHeaders.text(chatEvent.headers(), EventHeaders.TYPE);
        if (!SAID.equals(type) && !CHANGES_OF_MESSAGES.contains(type)) {
            change(chatEvent, messageId);
            return;
        }
        Collection<String> audience = groups.audience(chatEvent.key(), EventHeaders.audience(chatEvent.headers()));
        if (!SAID.equals(type)) {
            changeOfMessage(chatEvent, audience, messageId, at);
            return;
        }
        Receipt receipt =
                receipts.requested(messageId, EventHeaders.text(chatEvent.headers(), EventHeaders.RECEIPT_TO));
        boolean onItsWay = false;
        if (isHere(audience)
                || watch.isWatched(() -> EventHeaders.text(chatEvent.headers(), EventHeaders.SENDER), audience)) {
            long seq = Seq.of(generation, chatEvent.offset());
            Long first = seen.putIfAbsent(messageId, seq);
            if (first == null || first == seq) {
                onItsWay = deliver(chatEvent, new Place(seq, at), audience, receipt);
            }
        }
        if (receipt != null && !onItsWay) {
            receipt.missed().run();
        }
    }

    /** Every gateway routes by the state of channels and groups, so changes are for all of them. */
    private void change(ConsumerRecord<String, byte[]> chatEvent, String changeId) {
        long seq = Seq.of(generation, chatEvent.offset());
        Long first = seen.putIfAbsent(changeId, seq);
        ChatEvent event = first == null || first == seq ? parse(chatEvent) : null;
        if (event instanceof ConversationChanged change && change.kind() != ConversationKind.GROUP) {
            channels.deliver(change, seq);
        } else if (event != null) {
            groups.deliver(event, changeId, seq);
        }
    }

    private void changeOfMessage(
            ConsumerRecord<String, byte[]> chatEvent, Collection<String> audience, String changeId, Instant at) {
        if (!isHere(audience)) {
            return;
        }
        long seq = Seq.of(generation, chatEvent.offset());
        Long first = seen.putIfAbsent(changeId, seq);
        if ((first == null || first == seq) && parse(chatEvent) instanceof MessageChange change) {
            changes.deliver(change, audience, seq, at);
        }
    }

    private ChatEvent parse(ConsumerRecord<String, byte[]> chatEvent) {
        try {
            return EventJson.readChatEvent(chatEvent.headers(), chatEvent.value());
        } catch (UnreadableEventException e) {
            // History files the dead letter; here it is only noted.
            unreadable.increment();
            LOG.warnf("unreadable event: partition=%d offset=%d", chatEvent.partition(), chatEvent.offset());
            return null;
        }
    }

    /** Where and when the log has a record. */
    private record Place(long seq, Instant at) {}

    private boolean isHere(Collection<String> audience) {
        for (String participantId : audience) {
            if (connections.of(participantId).length > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean deliver(
            ConsumerRecord<String, byte[]> chatEvent, Place place, Collection<String> audience, Receipt receipt) {
        if (!(parse(chatEvent) instanceof MessageAccepted message)) {
            return false;
        }
        if (message.kind() == ConversationKind.CHANNEL) {
            activity.said(message.conversationId());
        }
        MessageArrived push = new MessageArrived(new LoggedMessage(message, place.seq(), place.at()));
        watch.said(push.logged());
        boolean onItsWay = false;
        for (String participantId : audience) {
            if (participantId.equals(message.senderId())) {
                copy(push);
                continue;
            }
            for (ClientConnection connection : connections.of(participantId)) {
                delivered.increment();
                onItsWay |= connection.gate().live(push, maxBuffered, receipt == null ? null : receipt.attempt());
            }
        }
        return onItsWay;
    }

    /** The sender's other clients, if they want to know what it said. */
    private void copy(MessageArrived push) {
        MessageAccepted message = push.logged().message();
        for (ClientConnection connection : connections.of(message.senderId())) {
            if (connection.wantsCopyOf(message.senderClientId())) {
                delivered.increment();
                connection.gate().live(push, maxBuffered, null);
            }
        }
    }
}
