package io.clawhub.gateway.core.delivery;

import java.util.function.Function;

import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.CaughtUp;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.outbound.CloseReason;
import io.clawhub.gateway.core.outbound.OutboundQueue;

/** Puts what a gate lets out into its connection's queue, in the protocol's form. Guarded by its gate. */
final class Outlet {

    private final OutboundQueue outbound;
    private final Function<Push, String> encoder;
    /** Null where each missed message goes out on its own. */
    private final MissedBatch missed;

    private ToldChanges told;
    private boolean toldCaughtUp;

    /** {@code batches}: whether missed messages go out together, as far as they follow one another. */
    Outlet(OutboundQueue outbound, Function<Push, String> encoder, boolean batches) {
        this.outbound = outbound;
        this.encoder = encoder;
        this.missed = batches ? new MissedBatch() : null;
    }

    /** Whether the client takes such a push at all; then {@code onWritten} runs once it is on the socket. */
    boolean write(Push push, Runnable onWritten) {
        if (missed != null && push instanceof MessageArrived arrived && arrived.replayed()) {
            if (!missed.hasRoomFor(arrived.logged())) {
                flush();
            }
            missed.add(arrived.logged(), onWritten);
            return true;
        }
        flush();
        return encode(push, onWritten);
    }

    /** Lets out the missed messages that wait for company. */
    void flush() {
        if (missed != null && !missed.isEmpty()) {
            encode(missed.push(), missed.whenWritten());
            missed.clear();
        }
    }

    private boolean encode(Push push, Runnable onWritten) {
        String frame = encoder.apply(push);
        if (frame != null) {
            outbound.push(frame, onWritten);
        }
        return frame != null;
    }

    void write(KeptBack.Change change) {
        // It may have been told in the meantime, by a reply.
        if (!(change.push() instanceof ChannelChanged changed) || !told().isOutcomeKnown(changed.change())) {
            write(change.push(), change.onWritten());
        }
    }

    /** Once in the connection's life. */
    void writeCaughtUp() {
        if (!toldCaughtUp) {
            toldCaughtUp = true;
            write(new CaughtUp(), () -> {});
        }
    }

    /** The client comes back and asks for what it could not be told. */
    void giveUp() {
        outbound.close(CloseReason.SLOW_READER);
    }

    /** Most connections never hear of a change. */
    ToldChanges told() {
        if (told == null) {
            told = new ToldChanges();
        }
        return told;
    }
}
