package io.clawhub.client;

import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A message to send. Of target, service and channel at least one is needed; the hub decides which one counts (channel,
 * then target, then service).
 *
 * @param messageId the idempotency key; null lets the client make one. Sending the same id again is a retry, not a
 *     second message
 * @param targetAgent the agent to reach, or null
 * @param serviceId the service to reach, or null
 * @param channelId the conversation to speak in, or null
 * @param content any JSON value
 */
public record Outgoing(String messageId, String targetAgent, String serviceId, String channelId, JsonNode content) {

    public Outgoing {
        Objects.requireNonNull(content, "content");
        if (targetAgent == null && serviceId == null && channelId == null) {
            throw new IllegalArgumentException("a target, a service or a channel is needed");
        }
    }

    /** Text to an agent. */
    public static Outgoing toAgent(String targetAgent, String text) {
        return new Outgoing(null, targetAgent, null, null, TextNode.valueOf(text));
    }

    /** Text to whoever offers a service. */
    public static Outgoing toService(String serviceId, String text) {
        return new Outgoing(null, null, serviceId, null, TextNode.valueOf(text));
    }

    /** Text into a known conversation. */
    public static Outgoing toChannel(String channelId, String text) {
        return new Outgoing(null, null, null, channelId, TextNode.valueOf(text));
    }

    /** The same message under this id. */
    public Outgoing withMessageId(String id) {
        return new Outgoing(id, targetAgent, serviceId, channelId, content);
    }

    /** Without the content, so that a log line never shows what is said. */
    @Override
    public String toString() {
        return "Outgoing[messageId=" + messageId + ", targetAgent=" + targetAgent + ", serviceId=" + serviceId
                + ", channelId=" + channelId + "]";
    }
}
