package io.clawhub.gateway.core.routing;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.header.Headers;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.StreamEvent;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.calls.Calls;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.log.StreamReader;
import io.clawhub.gateway.core.messages.DeliveryReceipts;
import io.clawhub.gateway.core.seats.ClientSeats;
import io.clawhub.gateway.core.sessions.AgentWatch;
import io.clawhub.gateway.core.streams.Streams;

/** Hands the stream events for this gateway to those who wait for them, and the others to the connections they concern. */
@ApplicationScoped
public class StreamRouter implements StreamReader {

    private static final String FINISHED = StreamEvent.RunFinished.class.getSimpleName();

    private final Calls calls;
    private final DeliveryReceipts receipts;
    private final ConnectionRegistry connections;
    private final ClientSeats seats;
    private final Streams streams;
    private final AgentWatch watch;

    StreamRouter(
            Calls calls,
            DeliveryReceipts receipts,
            ConnectionRegistry connections,
            ClientSeats seats,
            Streams streams,
            AgentWatch watch) {
        this.calls = calls;
        this.receipts = receipts;
        this.connections = connections;
        this.seats = seats;
        this.streams = streams;
        this.watch = watch;
    }

    @Override
    public boolean isWanted(Headers headers) {
        for (String participantId : EventHeaders.audience(headers)) {
            if (connections.of(participantId).length > 0) {
                return true;
            }
        }
        return watch.isWatched(() -> EventHeaders.text(headers, EventHeaders.SENDER))
                // Rare, and it does not say of which agent.
                || watch.isAnyWatched() && FINISHED.equals(EventHeaders.text(headers, EventHeaders.TYPE));
    }

    @Override
    public void read(StreamEvent event) {
        switch (event) {
            case StreamEvent.CallMade call -> calls.arrived(call);
            case StreamEvent.CallAnswered answer -> calls.answered(answer);
            case StreamEvent.MessageDelivered delivered -> receipts.delivered(delivered);
            case StreamEvent.TypingShown typing -> push(new Push.TypingSeen(typing), typing, typing.participantId());
            case StreamEvent.RunMoved piece -> {
                push(new Push.RunSeen(piece), piece, piece.senderId());
                watch.piece(piece);
            }
            case StreamEvent.RunCancelAsked asked -> {
                streams.cancelled(asked);
                // The audience holds who asked only where others speak for it, too.
                push(new Push.RunCancelled(asked), asked, null);
            }
            case StreamEvent.RunSnapshotAsked asked -> streams.snapshotAsked(asked);
            case StreamEvent.RunFinished finished -> {
                push(new Push.RunFinished(finished), finished, null);
                watch.finished(finished);
            }
            case StreamEvent.ClientReplaced replaced -> seats.taken(replaced);
        }
    }

    /** Those who caused it know it. */
    private void push(Push push, StreamEvent event, String causedBy) {
        for (String participantId : event.audience()) {
            if (!participantId.equals(causedBy)) {
                for (ClientConnection connection : connections.of(participantId)) {
                    connection.push(push);
                }
            }
        }
    }
}
