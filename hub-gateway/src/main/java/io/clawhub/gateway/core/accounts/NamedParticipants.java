package io.clawhub.gateway.core.accounts;

/** Knows who is connected here under a name, as opposed to an id made for one connection. */
@FunctionalInterface
public interface NamedParticipants {

    /** Whether a participant of this name has an open connection on this gateway. */
    boolean isConnected(String participantId);
}
