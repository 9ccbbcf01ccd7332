package io.clawhub.gateway.protocol.claw;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Other names by which live connections of this gateway can be addressed: the {@code client_id} that the hub gave one and
 * those that its client made up. Bounded by the connections, each of which has a handful at most.
 */
final class Aliases {

    private final ConcurrentMap<String, ClawIdentity> bearers = new ConcurrentHashMap<>();

    /** Gives a connection a name, unless a live one bears it. */
    void give(String alias, ClawIdentity bearer) {
        bearers.putIfAbsent(alias, bearer);
    }

    /** Takes a name back from its bearer. */
    void take(String alias, ClawIdentity bearer) {
        bearers.remove(alias, bearer);
    }

    /** The participant meant by a name, which is usually the name itself. */
    String resolve(String name) {
        ClawIdentity bearer = name == null ? null : bearers.get(name);
        return bearer == null ? name : bearer.participantId();
    }
}
