package io.clawhub.gateway.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;

/** The fields of a JSON object. Null counts as absent; what is missing or of the wrong type is refused by its name. */
public class JsonFields {

    private static final int MAX_WORDS = 64;

    private final JsonNode object;

    /** The fields of this object. */
    public JsonFields(JsonNode object) {
        this.object = object;
    }

    /** Any value but JSON's null, or null. */
    public JsonNode any(String name) {
        JsonNode value = given(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Any value that must be there; JSON's null is one. */
    public JsonNode required(String name) {
        JsonNode value = given(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /** The value as it stands there, or null if it is absent. */
    protected JsonNode given(String name) {
        return object.get(name);
    }

    /** A JSON object, or null. */
    public JsonNode object(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, "an object");
        }
        return value;
    }

    /** The whole object. */
    public JsonNode json() {
        return object;
    }

    /** A string, or null. */
    public String text(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a string");
        }
        return value == null ? null : value.textValue();
    }

    /** A string that must be there. */
    public String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    /** An id, checked; some clients send an empty one for none. */
    public String id(String name) {
        String id = text(name);
        return id == null || id.isEmpty() ? null : Ids.checked(id, name);
    }

    /** An id that must be there, checked. */
    public String requiredId(String name) {
        String id = id(name);
        if (id == null) {
            throw missing(name);
        }
        return id;
    }

    /** A number, or null. */
    public BigDecimal decimal(String name) {
        JsonNode value = any(name);
        if (value != null && !value.isNumber()) {
            throw wrong(name, "a number");
        }
        return value == null ? null : value.decimalValue();
    }

    /** A whole number, or null. */
    public Long whole(String name) {
        JsonNode value = any(name);
        if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
            throw wrong(name, "a whole number");
        }
        return value == null ? null : value.longValue();
    }

    /** True or false. */
    public boolean flag(String name, boolean otherwise) {
        JsonNode value = any(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value == null ? otherwise : value.booleanValue();
    }

    /** Words, a few; none if absent. */
    public List<String> words(String name) {
        return words(name, MAX_WORDS);
    }

    /** Words, at most so many; none if absent. */
    public List<String> words(String name, int max) {
        JsonNode value = any(name);
        if (value == null) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        if (value.isArray() && value.size() <= max) {
            value.forEach(word -> words.add(word.textValue()));
        }
        if (words.size() != value.size() || words.contains(null) || !value.isArray()) {
            throw wrong(name, "a list of at most " + max + " strings");
        }
        return words;
    }

    /** The refusal of a field that is not there. */
    public static HubException missing(String name) {
        return new HubException(HubError.MISSING_FIELDS, name + " is missing");
    }

    /** The refusal of a field that is something else. */
    public static HubException wrong(String name, String right) {
        return new HubException(HubError.MISSING_FIELDS, name + " must be " + right);
    }
}
