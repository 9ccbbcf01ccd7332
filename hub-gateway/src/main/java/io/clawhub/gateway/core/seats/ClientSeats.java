package io.clawhub.gateway.core.seats;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.events.StreamEvent.ClientReplaced;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.outbound.CloseReason;

/**
 * The seats of clients. A seat is for one connection: whoever takes it anew unseats the older connection, which is closed
 * with {@link CloseReason#REPLACED}. On this gateway that is so at once, on others as soon as the log tells them; if the
 * announcement is lost both stay, which costs no message. Which of two is the newer says the time at which they sat down, not
 * the order of their announcements, which may be late: so every gateway decides the same. Only for protocols that ask for it.
 */
@ApplicationScoped
public class ClientSeats implements ConnectionListener {

    private static final int ID_DIGITS = 16;

    private final ConnectionRegistry connections;
    private final StreamLog log;
    private final ConcurrentMap<Key, Seat> seats = new ConcurrentHashMap<>();

    private record Key(String participantId, String clientId) {
        static Key of(Caller caller) {
            return new Key(caller.participantId(), caller.clientId());
        }
    }

    /** Who sits there, and since when. */
    private record Seat(ClientConnection connection, String connectionId, long takenAtMillis) {

        boolean isOlderThan(ClientReplaced other) {
            return takenAtMillis < other.takenAtMillis()
                    || takenAtMillis == other.takenAtMillis() && connectionId.compareTo(other.connectionId()) < 0;
        }
    }

    @Inject
    ClientSeats(ConnectionRegistry connections, StreamLog log) {
        this.connections = connections;
        this.log = log;
    }

    /**
     * Takes the seat of the connection's client, here and on every gateway. Call it once, right after the connection was
     * registered; the seat is given up when the connection is gone.
     */
    public void take(ClientConnection connection) {
        Key key = Key.of(connection.caller());
        Seat[] replaced = {null};
        Seat seat = seats.compute(key, (same, before) -> {
            replaced[0] = before;
            long now = System.currentTimeMillis();
            // Who comes later here is later everywhere, whatever the clock does.
            long takenAt = before == null ? now : Math.max(now, before.takenAtMillis() + 1);
            return new Seat(connection, Ids.fresh("con_", ID_DIGITS), takenAt);
        });
        Seat before = replaced[0];
        if (before != null && before.connection() != connection) {
            before.connection().outbound().close(CloseReason.REPLACED);
        }
        if (!Arrays.asList(connections.of(key.participantId())).contains(connection)) {
            // It closed meanwhile, and may have been told of that before it sat.
            seats.remove(key, seat);
            return;
        }
        log.send(new ClientReplaced(
                key.participantId(),
                key.clientId(),
                seat.connectionId(),
                seat.takenAtMillis(),
                List.of(key.participantId())));
    }

    /** A seat was taken, on any gateway. */
    public void taken(ClientReplaced event) {
        Key key = new Key(event.participantId(), event.clientId());
        Seat seat = seats.get(key);
        if (seat != null && seat.isOlderThan(event) && seats.remove(key, seat)) {
            seat.connection().outbound().close(CloseReason.REPLACED);
        }
    }

    @Override
    public void closed(ClientConnection connection) {
        Key key = Key.of(connection.caller());
        seats.computeIfPresent(key, (same, seat) -> seat.connection() == connection ? null : seat);
    }

    /** How many seats are taken. */
    int size() {
        return seats.size();
    }
}
