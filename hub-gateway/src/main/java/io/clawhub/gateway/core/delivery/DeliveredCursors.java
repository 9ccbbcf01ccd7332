package io.clawhub.gateway.core.delivery;

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
 * How far each client has received each conversation. Advances are published at intervals, one record per cursor that
 * moved; a crash in between costs a redelivery under the same message id.
 */
@ApplicationScoped
public class DeliveredCursors {

    /** Clients remembered for a reconnect within the second that history needs to store a published cursor. */
    private static final int MAX_CLIENTS = 20_000;

    private static final int MAX_CONVERSATIONS = 1_000;

    private final EventLog log;
    private final ConcurrentMap<Cursor, Long> moved = new ConcurrentHashMap<>();
    private final Cache<Client, ConcurrentMap<String, Long>> recent =
            Caffeine.newBuilder().maximumSize(MAX_CLIENTS).build();

    private record Client(String participantId, String clientId) {}

    private record Cursor(Client client, String conversationId) {}

    /** Takes the advances of one connection. */
    @FunctionalInterface
    public interface Sink {
        /** Everything of the conversation up to this seq has arrived. */
        void advance(String conversationId, long seq);
    }

    DeliveredCursors(EventLog log) {
        this.log = log;
    }

    /** Moves a cursor forward; a smaller seq has no effect. */
    public void advance(Caller caller, String conversationId, long seq) {
        Client client = new Client(caller.participantId(), caller.clientId());
        ConcurrentMap<String, Long> cursors = recent.get(client, absent -> new ConcurrentHashMap<>());
        if (cursors.size() >= MAX_CONVERSATIONS) {
            cursors.clear();
        }
        cursors.merge(conversationId, seq, Math::max);
        moved.merge(new Cursor(client, conversationId), seq, Math::max);
    }

    /** The cursors of a client that history may not have stored yet: conversation id to delivered seq. */
    public Map<String, Long> recent(Caller caller) {
        Map<String, Long> cursors = recent.getIfPresent(new Client(caller.participantId(), caller.clientId()));
        return cursors == null ? Map.of() : Map.copyOf(cursors);
    }

    @Scheduled(every = "${hub.delivery.cursor-interval:1s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void publish() {
        for (Cursor cursor : moved.keySet()) {
            Long seq = moved.remove(cursor);
            if (seq != null) {
                Client client = cursor.client();
                CursorMoved event =
                        new CursorMoved(client.participantId(), client.clientId(), cursor.conversationId(), seq, 0);
                log.publish(Topics.CHAT_CURSORS, event.key(), event);
            }
        }
    }

    // Before the log closes its producer.
    void publishLast(@Observes @Priority(100) ShutdownEvent stopping) {
        publish();
    }
}
