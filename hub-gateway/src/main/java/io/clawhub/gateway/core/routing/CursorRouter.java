package io.clawhub.gateway.core.routing;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.UnreadableEventException;
import io.clawhub.gateway.core.Push.CursorAdvanced;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.log.CursorReader;

/** Tells those who said something how far others are with it. Decides from the headers, like the delivery of messages. */
@ApplicationScoped
public class CursorRouter implements CursorReader {

    private static final Logger LOG = Logger.getLogger(CursorRouter.class);

    private final ConnectionRegistry connections;

    CursorRouter(ConnectionRegistry connections) {
        this.connections = connections;
    }

    @Override
    public void read(ConsumerRecord<String, byte[]> cursorMoved) {
        // A gateway of clients that do not want to know looks at nothing.
        if (!connections.anyWantsReceipts() || cursorMoved.value() == null) {
            return;
        }
        CursorMoved moved = null;
        for (String participantId : EventHeaders.audience(cursorMoved.headers())) {
            for (ClientConnection connection : connections.of(participantId)) {
                if (connection.wantsReceipts()) {
                    moved = moved == null ? parse(cursorMoved) : moved;
                    if (moved == null) {
                        return;
                    }
                    tell(connection, moved);
                }
            }
        }
    }

    private static void tell(ClientConnection connection, CursorMoved moved) {
        if (moved.deliveredSeq() > 0) {
            connection.push(advanced(moved, moved.deliveredSeq(), false));
        }
        if (moved.readSeq() > 0) {
            connection.push(advanced(moved, moved.readSeq(), true));
        }
    }

    private static CursorAdvanced advanced(CursorMoved moved, long seq, boolean read) {
        return new CursorAdvanced(moved.conversationId(), moved.participantId(), moved.clientId(), seq, read);
    }

    private static CursorMoved parse(ConsumerRecord<String, byte[]> cursorMoved) {
        try {
            return EventJson.read(cursorMoved.headers(), cursorMoved.value(), CursorMoved.class);
        } catch (UnreadableEventException e) {
            // History files the dead letter; here it is only noted.
            LOG.warnf("unreadable cursor: partition=%d offset=%d", cursorMoved.partition(), cursorMoved.offset());
            return null;
        }
    }
}
