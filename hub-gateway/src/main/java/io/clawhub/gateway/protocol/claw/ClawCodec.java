package io.clawhub.gateway.protocol.claw;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;

/** Text to frames. A field that is absent at the top level is looked for in {@code payload}, as some clients nest it. */
final class ClawCodec {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What the protocol's own server sends when nothing else was asked for. */
    private static final int DEFAULT_LIMIT = 50;

    private static final int MAX_LIMIT = 500;
    /** Hex digits of a service id that the hub makes. */
    private static final int SERVICE_ID_DIGITS = 8;

    private ClawCodec() {}

    /**
     * The frame in this text.
     *
     * @throws HubException {@link HubError#BAD_JSON}, {@link HubError#UNKNOWN_TYPE}, {@link HubError#MISSING_FIELDS} or
     *     {@link HubError#INVALID_ID}
     */
    static ClawFrame decode(JsonNode frame) {
        String type = text(frame, "type");
        String requestId = text(frame, "request_id");
        return switch (type == null ? "" : type) {
            case "connect" ->
                new ClawFrame.Connect(
                        requestId, text(frame, "client_type"), agentId(frame, "agent_id"), capabilities(frame));
            case "ping" -> new ClawFrame.Ping(requestId);
            case "register" -> register(frame, requestId);
            case "chat_message" -> chatMessage(frame, requestId);
            case "chat_history" ->
                new ClawFrame.ChatHistory(
                        requestId,
                        agentId(frame, "agent_id"),
                        agentId(frame, "channel_id"),
                        agentId(frame, "service_id"),
                        limit(frame));
            default -> throw new HubException(HubError.UNKNOWN_TYPE, "unknown frame type");
        };
    }

    /**
     * The JSON object in this text.
     *
     * @throws HubException {@link HubError#BAD_JSON} if it is something else
     */
    static JsonNode parse(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
            if (frame != null && frame.isObject()) {
                return frame;
            }
        } catch (JsonProcessingException e) {
            throw new HubException(HubError.BAD_JSON, "a frame must be valid JSON");
        }
        throw new HubException(HubError.BAD_JSON, "a frame must be a JSON object");
    }

    /** A new frame to a client. */
    static ObjectNode frame(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    private static ClawFrame chatMessage(JsonNode frame, String requestId) {
        JsonNode content = field(frame, "content");
        if (content == null) {
            throw new HubException(HubError.MISSING_FIELDS, "chat_message needs content");
        }
        return new ClawFrame.ChatMessage(
                requestId,
                agentId(frame, "message_id"),
                agentId(frame, "sender_id"),
                agentId(frame, "target_agent"),
                agentId(frame, "service_id"),
                agentId(frame, "channel_id"),
                content,
                frame.path("ack").asBoolean(false));
    }

    private static ClawFrame register(JsonNode frame, String requestId) {
        JsonNode service = field(frame, "service");
        if (service == null || !service.isObject()) {
            throw new HubException(HubError.MISSING_FIELDS, "register needs a service object");
        }
        String id = agentId(service, "id") != null ? agentId(service, "id") : agentId(service, "service_id");
        String serviceId = id != null ? id : Ids.fresh("", SERVICE_ID_DIGITS);
        String name = text(service, "name");
        String description = text(service, "description");
        return new ClawFrame.Register(
                requestId,
                agentId(frame, "client_id"),
                serviceId,
                name == null ? serviceId : name,
                description == null ? "" : description,
                owner(service),
                service);
    }

    private static String owner(JsonNode service) {
        String owner = agentId(service, "owner");
        String provider = owner != null ? owner : agentId(service, "provider_id");
        return provider != null ? provider : agentId(service.path("metadata"), "agent_id");
    }

    private static Set<String> capabilities(JsonNode frame) {
        return StreamSupport.stream(frame.path("capabilities").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A limit as the protocol's clients send it: nothing, nonsense and everything below one mean the default. */
    private static int limit(JsonNode frame) {
        JsonNode limit = field(frame, "limit");
        if (limit == null || !limit.canConvertToInt() || limit.asInt() < 1) {
            return DEFAULT_LIMIT;
        }
        return Math.min(limit.asInt(), MAX_LIMIT);
    }

    private static String agentId(JsonNode frame, String name) {
        String id = text(frame, name);
        return id == null ? null : Ids.checked(id, name);
    }

    private static String text(JsonNode frame, String name) {
        JsonNode value = field(frame, name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new HubException(HubError.MISSING_FIELDS, name + " must be a string");
        }
        return value.textValue();
    }

    private static JsonNode field(JsonNode frame, String name) {
        JsonNode value = frame.get(name);
        if (value != null) {
            return value;
        }
        JsonNode payload = frame.get("payload");
        return payload == null ? null : payload.get(name);
    }
}
