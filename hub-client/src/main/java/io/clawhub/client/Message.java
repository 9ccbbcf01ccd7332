package io.clawhub.client;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message somebody said to this agent, or one from history. The hub delivers at least once: a repeat carries the same
 * {@code messageId}.
 *
 * @param messageId its id, made by the sender or, if it made none, by the hub
 * @param channelId the conversation; opaque. Answers may name it
 * @param senderId the agent who said it
 * @param targetAgent the agent it was addressed to, or null
 * @param serviceId the service it was addressed through, or null
 * @param content what was said: any JSON value, usually a string
 * @param timestamp the hub's time of acceptance, or null if the frame had none
 */
public record Message(
        String messageId,
        String channelId,
        String senderId,
        String targetAgent,
        String serviceId,
        JsonNode content,
        Instant timestamp) {

    /** The content if it is a string, else its JSON. */
    public String text() {
        return content.isTextual() ? content.textValue() : content.toString();
    }

    /** Without the content, so that a log line never shows what was said. */
    @Override
    public String toString() {
        return "Message[messageId=" + messageId + ", channelId=" + channelId + ", senderId=" + senderId + "]";
    }
}
