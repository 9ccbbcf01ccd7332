package io.clawhub.gateway.protocol.claw;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Text to frames: one reader for each type of frame. */
final class ClawCodec {

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
        return JsonNodeFactory.instance.objectNode();
    }

    private static Map<String, Function<Fields, ClawFrame>> readers() {
        Map<String, Function<Fields, ClawFrame>> readers = new HashMap<>();
        ChatReaders.addTo(readers);
        ServiceReaders.addTo(readers);
        SessionReaders.addTo(readers);
        return Map.copyOf(readers);
    }
}
