package io.clawhub.gateway.core.routing;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent;
import io.clawhub.gateway.core.calls.Calls;
import io.clawhub.gateway.core.log.StreamReader;
import io.clawhub.gateway.core.messages.DeliveryReceipts;

/** Hands the stream events for this gateway to those who wait for them. */
@ApplicationScoped
public class StreamRouter implements StreamReader {

    private final Calls calls;
    private final DeliveryReceipts receipts;

    StreamRouter(Calls calls, DeliveryReceipts receipts) {
        this.calls = calls;
        this.receipts = receipts;
    }

    @Override
    public void read(StreamEvent event) {
        switch (event) {
            case StreamEvent.CallMade call -> calls.arrived(call);
            case StreamEvent.CallAnswered answer -> calls.answered(answer);
            case StreamEvent.MessageDelivered delivered -> receipts.delivered(delivered);
        }
    }
}
