package io.clawhub.gateway.protocol.im;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.json.JsonFields;

/** Objects to frames: one reader for each type of frame. */
final class ImCodec {

    private static final Map<String, Function<JsonFields, ImFrame>> READERS = readers();

    private ImCodec() {}

    /**
     * The frame in this object.
     *
     * @throws HubException {@link HubError#UNKNOWN_TYPE}, {@link HubError#MISSING_FIELDS}, {@link HubError#INVALID_ID} or
     *     {@link HubError#VERSION_REFUSED}
     */
    static ImFrame decode(JsonNode frame) {
        JsonFields fields = new JsonFields(frame);
        Function<JsonFields, ImFrame> reader = READERS.get(fields.requiredText("t"));
        if (reader == null) {
            throw new HubException(HubError.UNKNOWN_TYPE, "unknown frame type");
        }
        ImFrame read = reader.apply(fields);
        if (read instanceof AskFrame) {
            fields.requiredId("rid");
        }
        return read;
    }

    /** The types of frames there are. */
    static Set<String> types() {
        return READERS.keySet();
    }

    /** A new frame to a client. */
    static ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("t", type);
    }

    /** Sets a text unless it is null: an absent field is left out, never null. */
    static ObjectNode put(ObjectNode frame, String name, String value) {
        return value == null ? frame : frame.put(name, value);
    }

    private static Map<String, Function<JsonFields, ImFrame>> readers() {
        Map<String, Function<JsonFields, ImFrame>> readers = new HashMap<>();
        SessionReaders.addTo(readers);
        ChatReaders.addTo(readers);
        ChangeReaders.addTo(readers);
        ChannelReaders.addTo(readers);
        GroupReaders.addTo(readers);
        LookupReaders.addTo(readers);
        return Map.copyOf(readers);
    }
}
