package io.clawhub.gateway.core.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.clawhub.gateway.core.connections.ClientConnection;

/** The calls that providers of this gateway were asked and have not answered, bounded in number and time. */
final class AskedCalls {

    private final int maxOpen;
    private final Map<String, Asked> open = new HashMap<>();

    /**
     * A provider was asked.
     *
     * @param callId the call
     * @param connection the one that was asked
     * @param answerToGatewayId where the caller waits
     * @param deadlineNanos when the caller has given up, {@code System.nanoTime()}
     */
    record Asked(String callId, ClientConnection connection, String answerToGatewayId, long deadlineNanos) {

        static Asked of(String callId, ClientConnection connection, String answerToGatewayId, Duration timeout) {
            return new Asked(callId, connection, answerToGatewayId, System.nanoTime() + timeout.toNanos());
        }
    }

    AskedCalls(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    /** False if there are too many. */
    synchronized boolean add(Asked asked) {
        return open.size() < maxOpen && open.putIfAbsent(asked.callId(), asked) == null;
    }

    /** Ends a call; false if it is over already. */
    synchronized boolean remove(String callId) {
        return open.remove(callId) != null;
    }

    /** Ends a call that this participant was asked and may still answer; null if there is none. */
    synchronized Asked take(String callId, String participantId) {
        Asked asked = open.get(callId);
        if (asked == null
                || asked.deadlineNanos() - System.nanoTime() < 0
                || !asked.connection().caller().participantId().equals(participantId)) {
            return null;
        }
        return open.remove(callId);
    }

    /** Ends all that this connection was asked. */
    synchronized List<Asked> removeOf(ClientConnection connection) {
        List<Asked> gone = new ArrayList<>();
        for (Iterator<Asked> calls = open.values().iterator(); calls.hasNext(); ) {
            Asked asked = calls.next();
            if (asked.connection() == connection) {
                gone.add(asked);
                calls.remove();
            }
        }
        return gone;
    }

    /** Drops what nobody waits for any more. */
    synchronized void removeExpired() {
        long now = System.nanoTime();
        open.values().removeIf(asked -> asked.deadlineNanos() - now < 0);
    }
}
