package io.clawhub.gateway.protocol.claw;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** A frame from a client. Absent fields are null. */
sealed interface ClawFrame {

    /** The client's correlation id, or null. Answers carry it back. */
    String requestId();

    /** Names the agent (dialect A0). */
    record Connect(String requestId, String clientType, String agentId, Set<String> capabilities)
            implements ClawFrame {}

    /** Asks for a {@code pong}. */
    record Ping(String requestId) implements ClawFrame {}

    /** Offers a service. {@code claimedId} is the client's own id, used when nothing else names the agent. */
    record Register(
            String requestId,
            String claimedId,
            String serviceId,
            String name,
            String description,
            String ownerId,
            JsonNode service)
            implements ClawFrame {}

    /** Says something. */
    record ChatMessage(
            String requestId,
            String messageId,
            String senderId,
            String targetAgent,
            String serviceId,
            String channelId,
            JsonNode content,
            boolean ack)
            implements ClawFrame {}

    /** Asks for the newest messages. */
    record ChatHistory(String requestId, String agentId, String channelId, String serviceId, int limit)
            implements ClawFrame {}
}
