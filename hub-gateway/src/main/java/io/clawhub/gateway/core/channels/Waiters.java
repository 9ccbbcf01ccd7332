package io.clawhub.gateway.core.channels;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.connections.ClientConnection;

/** The requests of this gateway's connections that are not settled yet. Each leaves when its outcome is there. */
@ApplicationScoped
class Waiters {

    /** Requests that one connection may have open. */
    private static final int MAX_OF_CONNECTION = 64;

    /** Hex digits of a channel id, as the protocol's own server made them. */
    private static final int ID_DIGITS = 12;

    private final int maxBuffered;
    private final ConcurrentMap<ClientConnection, List<Waiter>> waiting = new ConcurrentHashMap<>();

    Waiters(GatewayConfig config) {
        this.maxBuffered = config.delivery().maxBuffered();
    }

    static String freshId() {
        return Ids.fresh(ConversationKind.CHANNEL.prefix(), ID_DIGITS);
    }

    /**
     * A request of this connection is about to be made.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} when it has too many open
     */
    Waiter add(ClientConnection connection, String requestId) {
        Waiter waiter = new Waiter(connection, requestId, freshId(), maxBuffered);
        waiting.compute(connection, (key, before) -> with(before, waiter));
        waiter.outcome()
                .whenComplete((channel, failure) ->
                        waiting.computeIfPresent(connection, (key, before) -> without(before, waiter)));
        return waiter;
    }

    /** Offers an outcome to the requests of a connection; true if it hears of it by a reply, and not by a push. */
    boolean take(ClientConnection connection, ConversationChanged change, long seq) {
        boolean taken = false;
        for (Waiter waiter : waiting.getOrDefault(connection, List.of())) {
            taken |= waiter.takes(change, seq);
        }
        return taken;
    }

    private static List<Waiter> with(List<Waiter> before, Waiter added) {
        if (before == null) {
            return List.of(added);
        }
        if (before.size() >= MAX_OF_CONNECTION) {
            throw new HubException(HubError.RATE_LIMITED, "too many requests of this connection are open");
        }
        return Stream.concat(before.stream(), Stream.of(added)).toList();
    }

    private static List<Waiter> without(List<Waiter> before, Waiter removed) {
        List<Waiter> left = before.stream().filter(one -> one != removed).toList();
        return left.isEmpty() ? null : left;
    }
}
