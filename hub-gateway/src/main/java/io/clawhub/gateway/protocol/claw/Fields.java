package io.clawhub.gateway.protocol.claw;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.json.JsonFields;

/**
 * The fields of a frame. One that is absent at the top level is looked for in {@code payload}, where some clients nest
 * them.
 */
final class Fields extends JsonFields {

    Fields(JsonNode object) {
        super(object);
    }

    /** A text, or null if it is absent or something else. */
    static String lenient(JsonNode frame, String name) {
        JsonNode value = new Fields(frame).any(name);
        return value == null ? null : value.textValue();
    }

    @Override
    protected JsonNode given(String name) {
        JsonNode value = super.given(name);
        if (value == null) {
            JsonNode payload = json().get("payload");
            value = payload == null ? null : payload.get(name);
        }
        return value;
    }

    /** The fields of an object that must be there. */
    Fields fieldsOf(String name) {
        JsonNode value = object(name);
        if (value == null) {
            throw missing(name);
        }
        return new Fields(value);
    }
}
