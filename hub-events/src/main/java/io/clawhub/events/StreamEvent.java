package io.clawhub.events;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that matters for seconds only and may be lost: whoever waits for it brings a time-out. Published to
 * {@link Topics#CHAT_STREAMS}, addressed to one gateway by the header {@link EventHeaders#TO}, or to participants by
 * {@link EventHeaders#AUDIENCE}.
 */
public sealed interface StreamEvent {

    /** The record's key. */
    String key();

    /** The gateway it is for; null when it is for the connections of its {@link #audience()}, wherever they are. */
    default String toGatewayId() {
        return null;
    }

    /** The participants it is for; empty when it is for one gateway. */
    default List<String> audience() {
        return List.of();
    }

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

    /**
     * A member writes, or stopped writing.
     *
     * @param conversationId where
     * @param participantId who
     * @param on whether they write now
     * @param audience whom to tell
     */
    record TypingShown(String conversationId, String participantId, boolean on, List<String> audience)
            implements StreamEvent {

        public TypingShown {
            audience = List.copyOf(audience);
        }

        @Override
        public String key() {
            return conversationId;
        }
    }

    /** What a piece of a run does. */
    enum RunStep {
        /** The run begins. */
        BEGIN,
        /** Text is added. */
        DELTA,
        /** The whole text is set. */
        REPLACE,
        /** The run is over; the message that ends it is in the log. */
        END,
        /** The run is over, without a message. */
        FAIL,
        /** The whole text so far, for those who came late; who has it has it. Without a text: the run goes on, and what it says is not known. */
        SNAPSHOT,
        /** The connection of the run's owner is gone; the run goes on when the owner comes back soon. */
        PAUSE
    }

    /**
     * A piece of a run. Pieces may be lost; the message that ends the run is not.
     *
     * @param runId the run
     * @param conversationId where
     * @param senderId whose run it is
     * @param messageId the id of the message that will end it, with {@code BEGIN} and {@code SNAPSHOT}; null: not known yet
     * @param replyTo the message that it answers, with {@code BEGIN} and {@code SNAPSHOT}, if its owner says so; otherwise null
     * @param firstSeq the first of the owner's pieces that are merged in this one; otherwise {@code seq}
     * @param seq 1, 2, 3 … within the run
     * @param step what it does
     * @param kind what the text is: {@code text}, {@code think}, {@code tool}, {@code tool_result} or {@code progress}
     * @param text the text, or null
     * @param audience whom to tell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunMoved(
            String runId,
            String conversationId,
            String senderId,
            String messageId,
            String replyTo,
            long firstSeq,
            long seq,
            RunStep step,
            String kind,
            String text,
            List<String> audience)
            implements StreamEvent {

        public RunMoved {
            audience = List.copyOf(audience);
        }

        @Override
        public String key() {
            return conversationId;
        }
    }

    /**
     * A member asks the owner of a run to stop it.
     *
     * @param runId the run
     * @param conversationId where
     * @param byParticipantId who asks
     * @param audience the other members, of whom the one who owns the run stops it; and a participant that asked, if several
     *     gateways speak for it
     */
    record RunCancelAsked(String runId, String conversationId, String byParticipantId, List<String> audience)
            implements StreamEvent {

        public RunCancelAsked {
            audience = List.copyOf(audience);
        }

        @Override
        public String key() {
            return conversationId;
        }
    }

    /**
     * A member wants to see the runs of a conversation as they stand: their owners' gateways answer with a {@link RunMoved}
     * of {@link RunStep#SNAPSHOT} each, in its place among the other pieces.
     *
     * @param conversationId where
     * @param byParticipantId who asks
     * @param audience the other members
     */
    record RunSnapshotAsked(String conversationId, String byParticipantId, List<String> audience)
            implements StreamEvent {

        public RunSnapshotAsked {
            audience = List.copyOf(audience);
        }

        @Override
        public String key() {
            return conversationId;
        }
    }

    /**
     * A run that was asked for is over without a message of the agent's that says so: it was cancelled, its agent was lost, and
     * the like. What is to be kept of it stands in the log by then.
     *
     * @param runId the run, by the hub's id
     * @param conversationId where
     * @param reason why, such as {@code cancelled}
     * @param audience the member who asked for it
     */
    record RunFinished(String runId, String conversationId, String reason, List<String> audience)
            implements StreamEvent {

        public RunFinished {
            audience = List.copyOf(audience);
        }

        @Override
        public String key() {
            return conversationId;
        }
    }

    /**
     * A client of which there may be one connection only has opened a new one: older ones are to be closed.
     *
     * @param participantId whose
     * @param clientId which client
     * @param connectionId the new connection
     * @param takenAtMillis when it was opened, milliseconds since the epoch; of two the later one stays, and of two equal
     *     ones that with the greater connection id
     * @param audience the participant
     */
    record ClientReplaced(
            String participantId, String clientId, String connectionId, long takenAtMillis, List<String> audience)
            implements StreamEvent {

        public ClientReplaced {
            audience = List.copyOf(audience);
        }

        @Override
        public String key() {
            return participantId;
        }
    }
}
