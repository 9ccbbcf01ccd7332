package io.clawhub.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Text frames of dialect A, both ways. */
final class FrameCodec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String agentId;

    FrameCodec(String agentId) {
        this.agentId = agentId;
    }

    String chatMessage(Outgoing message) {
        ObjectNode frame = frame("chat_message");
        frame.put("message_id", message.messageId());
        frame.put("sender_id", agentId);
        putIfSet(frame, "target_agent", message.targetAgent());
        putIfSet(frame, "service_id", message.serviceId());
        putIfSet(frame, "channel_id", message.channelId());
        frame.set("content", message.content());
        return frame.toString();
    }

    String register(String requestId, Service service) {
        ObjectNode frame = frame("register");
        frame.put("request_id", requestId);
        frame.putObject("service")
                .put("id", service.id())
                .put("name", service.name())
                .put("description", service.description());
        return frame.toString();
    }

    String history(String requestId, HistoryQuery query) {
        ObjectNode frame = frame("chat_history");
        frame.put("request_id", requestId);
        frame.put("agent_id", agentId);
        frame.put("limit", query.limit());
        putIfSet(frame, "channel_id", query.channelId());
        putIfSet(frame, "service_id", query.serviceId());
        return frame.toString();
    }

    String ping() {
        return frame("ping").toString();
    }

    /**
     * Reads one text message.
     *
     * @throws HubException with {@link HubException#BAD_FRAME} when it is not a JSON object with a type
     */
    Inbound read(String text) {
        JsonNode frame;
        try {
            frame = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw badFrame("not JSON", e);
        }
        if (!frame.isObject() || !frame.path("type").isTextual()) {
            throw badFrame("no object with a type", null);
        }
        String type = frame.get("type").textValue();
        return switch (type) {
            case "chat_message" -> new Inbound.Chat(message(frame));
            case "chat_message_ack" -> ack(frame);
            case "registered" ->
                new Inbound.ServiceRegistered(
                        text(frame, "request_id"),
                        new Registered(text(frame, "service_id"), text(frame, "channel_id")));
            case "chat_history_response" -> new Inbound.History(text(frame, "request_id"), messages(frame));
            case "pong" -> new Inbound.Pong();
            case "error" -> failure(frame);
            default -> new Inbound.Unknown(type);
        };
    }

    private static Inbound.Ack ack(JsonNode frame) {
        String code = text(frame, "error_code");
        return new Inbound.Ack(
                text(frame, "message_id"),
                text(frame, "status"),
                text(frame, "channel_id"),
                code,
                text(frame, "message"),
                retryable(frame, code));
    }

    private static Inbound.Failure failure(JsonNode frame) {
        String code = text(frame, "error_code");
        return new Inbound.Failure(
                text(frame, "request_id"),
                text(frame, "message_id"),
                code == null ? "ERROR" : code,
                text(frame, "message"),
                retryable(frame, code));
    }

    private static boolean retryable(JsonNode frame, String code) {
        JsonNode said = frame.has("retryable")
                ? frame.get("retryable")
                : frame.path("details").path("retryable");
        return said.asBoolean(code != null && HubException.retryableByDefault(code));
    }

    private static List<Message> messages(JsonNode frame) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode entry : frame.path("messages")) {
            messages.add(message(entry));
        }
        return List.copyOf(messages);
    }

    private static Message message(JsonNode frame) {
        JsonNode content = frame.get("content");
        return new Message(
                text(frame, "message_id"),
                text(frame, "channel_id"),
                text(frame, "sender_id"),
                text(frame, "target_agent"),
                text(frame, "service_id"),
                content == null ? NullNode.getInstance() : content,
                instant(text(frame, "timestamp")));
    }

    private static Instant instant(String text) {
        if (text == null) {
            return null;
        }
        try {
            // The reference hub writes an offset, ours a Z; both are this form.
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw badFrame("not a timestamp", e);
        }
    }

    private static String text(JsonNode frame, String field) {
        JsonNode value = frame.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static ObjectNode frame(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static void putIfSet(ObjectNode frame, String field, String value) {
        if (value != null) {
            frame.put(field, value);
        }
    }

    private static HubException badFrame(String why, Exception cause) {
        HubException failure = new HubException(HubException.BAD_FRAME, why);
        if (cause != null) {
            failure.addSuppressed(cause);
        }
        return failure;
    }
}
