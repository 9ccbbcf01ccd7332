package io.clawhub.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Frames of the Claw Chat Hub protocol, as its clients write and read them. */
final class Frames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Frames() {}

    static ObjectNode chatMessage(String messageId, String target, String text) {
        return frame("chat_message")
                .put("message_id", messageId)
                .put("target_agent", target)
                .put("content", text);
    }

    static ObjectNode chatHistory(String channelId, int limit) {
        return frame("chat_history").put("channel_id", channelId).put("limit", limit);
    }

    static ObjectNode connect(String agentId) {
        return frame("connect").put("client_type", "chat").put("agent_id", agentId);
    }

    /** A service offered with the fields of dialect B. */
    static ObjectNode registration(String serviceId, String description, String providerId) {
        ObjectNode frame = frame("register");
        ObjectNode service = frame.putObject("service")
                .put("service_id", serviceId)
                .put("name", serviceId)
                .put("description", description)
                .put("price", 0)
                .put("provider_id", providerId);
        service.putNull("floor_price").putNull("max_calls").putNull("ttl");
        service.putObject("schema");
        service.putArray("tags");
        service.putObject("metadata");
        return frame;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isMessage(JsonNode frame) {
        return "chat_message".equals(type(frame));
    }

    /** Whether an ack says that the message was not taken and may be sent again. */
    static boolean isRefusedForNow(JsonNode ack) {
        return "failed".equals(ack.path("status").asText())
                && ack.path("retryable").asBoolean();
    }

    static String type(JsonNode frame) {
        return frame.path("type").asText();
    }

    /** One field of each frame. */
    static List<String> field(String name, List<JsonNode> frames) {
        return frames.stream().map(frame -> frame.path(name).asText()).toList();
    }
}
