package io.clawhub.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that matters for seconds only and may be lost: whoever waits for it brings a time-out. Published to
 * {@link Topics#CHAT_STREAMS}, addressed to one gateway by the header {@link EventHeaders#TO}.
 */
public sealed interface StreamEvent {

    /** The record's key. */
    String key();

    /** The gateway it is for. */
    String toGatewayId();

    /** What a call asks of a service's provider. */
    enum CallKind {
        /** To carry out a method. */
        CALL,
        /** To grant a key. */
        KEY,
        /** To confirm a tunnel to an external endpoint. */
        TUNNEL
    }

    /**
     * A participant asks the provider of a service for something, and waits for the answer.
     *
     * @param callId the hub's id of the call
     * @param kind what is asked for
     * @param serviceId the service
     * @param callerId who asks
     * @param payload the question, in the words of {@code kind}
     * @param toGatewayId the gateway that holds the provider's connection
     * @param answerToGatewayId the gateway where the caller waits
     * @param expiresAtMillis when the caller gives up, milliseconds since the epoch
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CallMade(
            String callId,
            CallKind kind,
            String serviceId,
            String callerId,
            JsonNode payload,
            String toGatewayId,
            String answerToGatewayId,
            long expiresAtMillis)
            implements StreamEvent {

        @Override
        public String key() {
            return callId;
        }
    }

    /**
     * The provider's answer to a call.
     *
     * @param callId the call
     * @param payload the answer, or null if there is none
     * @param refusal why there is none: a name of the gateway's error table; null for an answer
     * @param toGatewayId the gateway where the caller waits
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CallAnswered(String callId, JsonNode payload, String refusal, String toGatewayId) implements StreamEvent {

        @Override
        public String key() {
            return callId;
        }
    }

    /**
     * A message whose sender asked was written to a live connection of its target.
     *
     * @param messageId the message
     * @param toGatewayId the gateway where the sender waits
     */
    record MessageDelivered(String messageId, String toGatewayId) implements StreamEvent {

        @Override
        public String key() {
            return messageId;
        }
    }
}
