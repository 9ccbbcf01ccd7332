package io.clawhub.gateway.protocol.claw;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;

/**
 * The fields of a frame. One that is absent at the top level is looked for in {@code payload}, where some clients nest
 * them; null counts as absent. What is missing or of the wrong type is refused by its name.
 */
final class Fields {

    private static final int MAX_WORDS = 64;

    private final JsonNode object;

    Fields(JsonNode object) {
        this.object = object;
    }

    /** A text, or null if it is absent or something else. */
    static String lenient(JsonNode frame, String name) {
        JsonNode value = new Fields(frame).any(name);
        return value == null ? null : value.textValue();
    }

    /** Any value but JSON's null, or null. */
    JsonNode any(String name) {
        JsonNode value = given(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Any value that must be there; JSON's null is one. */
    JsonNode required(String name) {
        JsonNode value = given(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private JsonNode given(String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            JsonNode payload = object.get("payload");
            value = payload == null ? null : payload.get(name);
        }
        return value;
    }

    /** A JSON object, or null. */
    JsonNode object(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, "an object");
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

    JsonNode json() {
        return object;
    }

    String text(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a string");
        }
        return value == null ? null : value.textValue();
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /** An id, checked; some clients send an empty one for none. */
    String id(String name) {
        String id = text(name);
        return id == null || id.isEmpty() ? null : Ids.checked(id, name);
    }

    String requiredId(String name) {
        String id = id(name);
        if (id == null) {
            throw missing(name);
        }
        return id;
    }

    BigDecimal decimal(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isNumber()) {
            throw wrong(name, "a number");
        }
        return value == null ? null : value.decimalValue();
    }

    Long whole(String name) {
        JsonNode value = any(name);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw wrong(name, "a whole number");
        }
        return value == null ? null : value.longValue();
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = any(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value == null ? otherwise : value.booleanValue();
    }

    /** Words; none if absent. */
    List<String> words(String name) {
        JsonNode value = any(name);
        if (value == null) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        if (value.isArray() && value.size() <= MAX_WORDS) {
            value.forEach(word -> words.add(word.textValue()));
        }
        if (words.size() != value.size() || words.contains(null) || !value.isArray()) {
            throw wrong(name, "a list of at most " + MAX_WORDS + " strings");
        }
        return words;
    }

    static HubException missing(String name) {
        return new HubException(HubError.MISSING_FIELDS, name + " is missing");
    }

    static HubException wrong(String name, String right) {
        return new HubException(HubError.MISSING_FIELDS, name + " must be " + right);
    }
}
