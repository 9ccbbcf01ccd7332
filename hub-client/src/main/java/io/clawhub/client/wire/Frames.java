package io.clawhub.client.wire;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.HubRefused;

/** JSON as both wires read and write it. What is not of the protocol fails with {@link #BAD_FRAME}. */
final class Frames {

    static final String BAD_FRAME = "BAD_FRAME";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<LinkedHashMap<String, Object>> VALUES = new TypeReference<>() {};

    private Frames() {}

    /** An empty frame of this type. */
    static ObjectNode frame(String typeField, String type) {
        return JSON.createObjectNode().put(typeField, type);
    }

    /** A frame of this type with these fields; null values are left out. */
    static ObjectNode frame(String typeField, String type, Map<String, Object> fields) {
        ObjectNode frame = frame(typeField, type);
        fields.forEach((name, value) -> {
            if (value != null) {
                frame.set(name, JSON.valueToTree(value));
            }
        });
        return frame;
    }

    static void put(ObjectNode frame, String field, String value) {
        if (value != null) {
            frame.put(field, value);
        }
    }

    /** Sets a list or a map unless it is empty. */
    static void put(ObjectNode frame, String field, Object values, boolean empty) {
        if (!empty) {
            frame.set(field, JSON.valueToTree(values));
        }
    }

    /** The object of this text, which has a type. */
    static JsonNode parse(String text, String typeField) {
        JsonNode frame;
        try {
            frame = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // Jackson's message may quote the frame; what was said stays out of logs.
            throw bad("not JSON");
        }
        if (!frame.isObject() || !frame.path(typeField).isTextual()) {
            throw bad("no object with a type");
        }
        return frame;
    }

    static HubRefused bad(String why) {
        return new HubRefused(BAD_FRAME, why, false);
    }

    /** A text, or null if it is absent. */
    static String text(JsonNode frame, String field) {
        JsonNode value = frame.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }

    /** A text that a frame of this type must have. */
    static String required(JsonNode frame, String field) {
        String value = text(frame, field);
        if (value == null) {
            throw bad("no " + field);
        }
        return value;
    }

    static Long number(JsonNode frame, String field) {
        JsonNode value = frame.get(field);
        return value == null || !value.isNumber() ? null : (Long) value.longValue();
    }

    static Instant instant(JsonNode frame, String field) {
        String text = text(frame, field);
        if (text == null) {
            return null;
        }
        try {
            // The reference hub writes an offset, ours a Z; both are this form.
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw bad(field + " is no time");
        }
    }

    static List<String> texts(JsonNode frame, String field) {
        List<String> texts = new ArrayList<>();
        frame.path(field).forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    /** The fields of an object, without those that are null. */
    static Map<String, Object> values(JsonNode object) {
        if (object == null || !object.isObject()) {
            return Map.of();
        }
        Map<String, Object> values = JSON.convertValue(object, VALUES);
        values.values().removeIf(value -> value == null);
        return values;
    }

    /** The same address with a socket's or HTTP's scheme. */
    static URI address(URI base, boolean socket, String path, String query) {
        String given = base.getScheme() == null ? "http" : base.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = given.equals("https") || given.equals("wss");
        String scheme = (socket ? "ws" : "http") + (secure ? "s" : "");
        String suffix = query == null || query.isEmpty() ? "" : "?" + query;
        return URI.create(scheme + "://" + base.getRawAuthority() + path + suffix);
    }
}
