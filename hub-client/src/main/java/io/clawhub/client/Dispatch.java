package io.clawhub.client;

import io.clawhub.client.connection.Connection;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.handler.Inbound;
import io.clawhub.client.handler.Outbound;
import io.clawhub.client.handler.Requests;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.wire.WireEvent;

/** Who hears which event of a connection: what all of a client's protocols have in common. */
abstract class Dispatch implements Connection.Listener, Outbound.Link, Inbound.Link {

    private Outbound outbound;
    private Inbound inbound;

    /** Before the first connection. */
    void handlers(Outbound out, Inbound in) {
        this.outbound = out;
        this.inbound = in;
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    abstract Requests requests();

    /** A new connection is identified. */
    abstract void welcome(WireEvent.Welcome welcome);

    /** What this does not know. */
    abstract void other(WireEvent event);

    /** The hub refused what answers no call. */
    abstract void error(Throwable failure);

    @Override
    public final void event(WireEvent event) {
        if (event instanceof WireEvent.Welcome welcome) {
            welcome(welcome);
        } else if (event instanceof WireEvent.Delivered delivered) {
            delivered(delivered);
        } else if (event instanceof WireEvent.SendAccepted accepted) {
            outbound.accepted(accepted);
        } else if (event instanceof WireEvent.SendRefused refused) {
            outbound.refused(refused);
        } else if (event instanceof WireEvent.Answered answered) {
            requests().answered(answered.requestId(), answered.body());
        } else if (event instanceof WireEvent.Refused refused) {
            if (!requests().refused(refused.requestId(), refused.failure())) {
                error(refusal(refused.failure()));
            }
        } else {
            other(event);
        }
    }

    void delivered(WireEvent.Delivered delivered) {
        inbound.delivered(delivered.message());
    }

    static HubRefused refusal(SendFailure failure) {
        return new HubRefused(failure.code(), failure.message(), failure.recoverable());
    }
}
