package io.clawhub.gateway.protocol.claw;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Text to frames: one reader for each type of frame. */
final class ClawCodec {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Map<String, Function<Fields, ClawFrame>> READERS = readers();

    private ClawCodec() {}

    /**
     * The frame in this object.
     *
     * @throws HubException {@link HubError#UNKNOWN_TYPE}, {@link HubError#MISSING_FIELDS} or {@link HubError#INVALID_ID}
     */
    static ClawFrame decode(JsonNode frame) {
        Fields fields = new Fields(frame);
        Function<Fields, ClawFrame> reader = READERS.get(fields.requiredText("type"));
        if (reader == null) {
            throw new HubException(HubError.UNKNOWN_TYPE, "unknown frame type");
        }
        fields.id("request_id");
        fields.id("client_id");
        return reader.apply(fields);
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

    /** Whether there are frames of this type. */
    static boolean knows(String type) {
        return READERS.containsKey(type);
    }

    /** The types of frames there are. */
    static Set<String> types() {
        return READERS.keySet();
    }

    /** A new frame to a client. */
    static ObjectNode frame(String type) {
        return object().put("type", type);
    }

    /** A new JSON object. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** How many bytes this value takes on the wire. */
    static int bytes(JsonNode value) {
        String text = value.toString();
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a pair that takes four bytes, or a character by itself.
            bytes += Character.isSurrogate(c) ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes;
    }

    private static Map<String, Function<Fields, ClawFrame>> readers() {
        Map<String, Function<Fields, ClawFrame>> readers = new HashMap<>();
        ChatReaders.addTo(readers);
        ServiceReaders.addTo(readers);
        SessionReaders.addTo(readers);
        return Map.copyOf(readers);
    }
}
