package io.clawhub.gateway.core.connections;

import java.util.function.Function;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.delivery.DeliveryGate;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.messages.SendLane;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** One open, identified connection of a participant. */
public final class ClientConnection {

    private volatile Caller caller;
    private final OutboundQueue outbound;
    private final SendLane sends;
    private final DeliveryGate gate;
    private final Function<Push, String> encoder;
    private volatile boolean notRead;
    private volatile long lastInboundMillis = System.currentTimeMillis();

    /**
     * A connection that has just been identified.
     *
     * @param caller whose it is
     * @param outbound its queue
     * @param sends its lane of sends
     * @param encoder a push in the protocol's form, or null for one that this client does not take
     */
    public ClientConnection(Caller caller, OutboundQueue outbound, SendLane sends, Function<Push, String> encoder) {
        this(caller, outbound, sends, encoder, Terms.WRITTEN_COUNTS);
    }

    /**
     * The same on terms.
     *
     * @param terms how messages reach it
     */
    public ClientConnection(
            Caller caller, OutboundQueue outbound, SendLane sends, Function<Push, String> encoder, Terms terms) {
        this.caller = caller;
        this.outbound = outbound;
        this.sends = sends;
        this.gate = new DeliveryGate(outbound, encoder, terms);
        this.encoder = encoder;
    }

    /** Whose it is. */
    public Caller caller() {
        return caller;
    }

    /** The connection proved that it is this user's. */
    public void authenticated(String userId) {
        caller = new Caller(
                caller.participantId(), caller.clientId(), caller.protocol(), Caller.Authentication.TOKEN, userId);
        sends.caller(caller);
    }

    /** What waits to be written. */
    public OutboundQueue outbound() {
        return outbound;
    }

    /** What it says, in order. */
    public SendLane sends() {
        return sends;
    }

    /** What it hears, in order. */
    public DeliveryGate gate() {
        return gate;
    }

    /** Whether the client wants to know how far others are. */
    public boolean wantsReceipts() {
        return gate.terms().receipts();
    }

    /** Whether what the participant said by this client is for this connection, too. */
    public boolean wantsCopyOf(String senderClientId) {
        return switch (gate.terms().copies()) {
            case NONE -> false;
            case OF_OTHER_CLIENTS -> senderClientId != null && !senderClientId.equals(caller.clientId());
            case LIVE -> true;
        };
    }

    /** From now on so many deliveries may be unacknowledged. */
    public void window(int size) {
        gate.window(size);
    }

    /**
     * Tells the client something that stands outside the log's order. Of a client that reads slowly typing and presence are
     * kept away first, then runs, which end in a message anyway.
     *
     * @return false if this client takes no such push, or cannot take it now
     */
    public boolean push(Push push) {
        boolean spared =
                switch (push) {
                    case Push.TypingSeen typing -> outbound.isFilledBeyond(2);
                    case Push.PresenceSeen presence -> outbound.isFilledBeyond(2);
                    case Push.RunSeen piece -> outbound.isFilledBeyond(3);
                    default -> false;
                };
        if (spared) {
            return false;
        }
        String frame = encoder.apply(push);
        if (frame != null) {
            outbound.push(frame, () -> {});
        }
        return frame != null;
    }

    /** Something came in, be it a pong. */
    public void touch(long nowMillis) {
        lastInboundMillis = nowMillis;
    }

    /** The hub itself stops reading from this connection, or goes on: silence means nothing meanwhile. */
    public void pauseIdleClock(boolean paused) {
        notRead = paused;
        lastInboundMillis = System.currentTimeMillis();
    }

    /** Whether nothing came in since this time, although the hub was reading. */
    boolean isSilentSince(long millis) {
        return !notRead && lastInboundMillis < millis;
    }
}
