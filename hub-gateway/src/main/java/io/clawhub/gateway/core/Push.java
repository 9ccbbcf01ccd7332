package io.clawhub.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.events.archive.LoggedMessage;

/** Everything the hub tells a client unasked. Pushes of one conversation reach a connection in log order. */
public sealed interface Push {

    /**
     * Somebody said something.
     *
     * @param logged the message with its place in the log
     */
    record MessageArrived(LoggedMessage logged) implements Push {}

    /**
     * A session was requested, accepted, rejected or ended. A connection that waits for the outcome of its own request gets
     * the reply instead.
     *
     * @param change what happened
     */
    record ChannelChanged(ConversationChanged change) implements Push {}

    /**
     * The participant's service is asked for something; answer with {@link CallCommand.AnswerCall}. Goes to one connection
     * only, one that offers the service.
     *
     * @param callId the hub's id of the call
     * @param kind what is asked for
     * @param serviceId the service
     * @param callerId who asks
     * @param payload the question: {@code method, params, tunnel_id} of a call; {@code purpose, service_name} for a key;
     *     {@code tunnel_id} for a tunnel
     */
    record CallArrived(String callId, CallKind kind, String serviceId, String callerId, JsonNode payload)
            implements Push {}
}
