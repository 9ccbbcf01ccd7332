package io.clawhub.gateway.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** JSON as text. */
public final class JsonText {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonText() {}

    /**
     * The JSON object in this text.
     *
     * @throws HubException {@link HubError#BAD_JSON} if it is something else
     */
    public static JsonNode parse(String text) {
        JsonNode frame = value(text);
        if (!frame.isObject()) {
            throw new HubException(HubError.BAD_JSON, "a frame must be a JSON object");
        }
        return frame;
    }

    /**
     * The JSON value in this text, whatever it is.
     *
     * @throws HubException {@link HubError#BAD_JSON} if there is none
     */
    public static JsonNode value(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HubException(HubError.BAD_JSON, "a frame must be valid JSON");
        }
    }

    /** A value for those who show text only: a string is its text, anything else its JSON. */
    public static String shown(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    /** How many bytes this value takes on the wire. */
    public static int bytes(JsonNode value) {
        String text = value.toString();
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a pair that takes four bytes, or a character by itself.
            bytes += Character.isSurrogate(c) ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes;
    }
}
