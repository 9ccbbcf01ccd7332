package io.clawhub.gateway.core.delivery;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.events.CursorMoved;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.log.EventLog;

/**
 * How far each client has received and read each conversation. Advances are published at intervals, one record per
 * cursor that moved; a crash in between costs a redelivery under the same message id.
 */
@ApplicationScoped
public class DeliveredCursors {

    /** Clients remembered for a reconnect within the second that history needs to store a published cursor. */
    private static final int MAX_CLIENTS = 20_000;

    private static final int MAX_CONVERSATIONS = 1_000;
    /** Cursors of which is remembered whose messages were received and not read. */
    private static final int MAX_UNREAD = 50_000;
    /** So many are told of what was read without asking whose messages it was: the members of a pair. */
    private static final int FEW = 2;

    private final EventLog log;
    private final ConcurrentMap<Cursor, Move> moved = new ConcurrentHashMap<>();
    private final Cache<Client, ConcurrentMap<String, Long>> recent =
            Caffeine.newBuilder().maximumSize(MAX_CLIENTS).build();
    /** Sender to the seq of the latest acknowledgement that covered a message of theirs. */
    private final Cache<Cursor, ConcurrentMap<String, Long>> unread =
            Caffeine.newBuilder().maximumSize(MAX_UNREAD).build();

    private record Client(String participantId, String clientId) {}

    private record Cursor(Client client, String conversationId) {}

    private record Move(long delivered, long read, List<String> audience) {
        Move and(Move later) {
            return new Move(
                    Math.max(delivered, later.delivered),
                    Math.max(read, later.read),
                    Audience.union(audience, later.audience));
        }
    }

    /** Takes the advances of one connection. */
    @FunctionalInterface
    public interface Sink {
        /** Everything of the conversation up to this seq has arrived; tell those of the audience. */
        void advance(String conversationId, long seq, List<String> audience);
    }

    DeliveredCursors(EventLog log) {
        this.log = log;
    }

    /** Moves a cursor forward; a smaller seq has no effect. The caller need not be left out of the audience. */
    public void advance(Caller caller, String conversationId, long seq, List<String> audience) {
        Client client = new Client(caller.participantId(), caller.clientId());
        ConcurrentMap<String, Long> cursors = recent.get(client, absent -> new ConcurrentHashMap<>());
        if (cursors.size() >= MAX_CONVERSATIONS) {
            cursors.clear();
        }
        cursors.merge(conversationId, seq, Math::max);
        Cursor cursor = new Cursor(client, conversationId);
        if (!audience.isEmpty()) {
            ConcurrentMap<String, Long> senders = unread.get(cursor, absent -> new ConcurrentHashMap<>());
            audience.forEach(id -> senders.merge(id, seq, Math::max));
        }
        moved.merge(cursor, new Move(seq, 0, audience), Move::and);
    }

    /**
     * The participant has read everything in the conversation up to this seq.
     *
     * @param audience the members. Of a group only those are told whose messages this client received and had not read,
     *     unless nothing is known of that: it may have received them by another gateway
     */
    public void read(Caller caller, String conversationId, long seq, List<String> audience) {
        Cursor cursor = new Cursor(new Client(caller.participantId(), caller.clientId()), conversationId);
        moved.merge(
                cursor, new Move(0, seq, audience.size() > FEW ? senders(cursor, seq, audience) : audience), Move::and);
    }

    private List<String> senders(Cursor cursor, long seq, List<String> members) {
        ConcurrentMap<String, Long> senders = unread.getIfPresent(cursor);
        if (senders == null) {
            return members;
        }
        List<String> told = List.copyOf(senders.keySet());
        senders.values().removeIf(last -> last <= seq);
        return told;
    }

    /** The cursors of a client that history may not have stored yet: conversation id to delivered seq. */
    public Map<String, Long> recent(Caller caller) {
        Map<String, Long> cursors = recent.getIfPresent(new Client(caller.participantId(), caller.clientId()));
        return cursors == null ? Map.of() : Map.copyOf(cursors);
    }

    @Scheduled(every = "${hub.delivery.cursor-interval:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void publish() {
        for (Cursor cursor : moved.keySet()) {
            Move move = moved.remove(cursor);
            if (move != null) {
                publish(cursor, move);
            }
        }
    }

    private void publish(Cursor cursor, Move move) {
        Client client = cursor.client();
        List<String> others = move.audience().stream()
                .filter(id -> !id.equals(client.participantId()))
                .toList();
        CursorMoved event = new CursorMoved(
                client.participantId(),
                client.clientId(),
                cursor.conversationId(),
                move.delivered(),
                move.read(),
                others);
        log.publish(Topics.CHAT_CURSORS, event.key(), event);
    }

    // Before the log closes its producer.
    void publishLast(@Observes @Priority(100) ShutdownEvent stopping) {
        publish();
    }
}
