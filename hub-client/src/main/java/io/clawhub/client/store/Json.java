package io.clawhub.client.store;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as the workspace has it: compact, times in UTC with milliseconds, absent rather than null. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object in these bytes. */
    static ObjectNode parse(byte[] bytes) throws IOException {
        JsonNode node = MAPPER.readTree(bytes);
        if (node instanceof ObjectNode) {
            return (ObjectNode) node;
        }
        throw new IOException("not a JSON object");
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static String time(Instant instant) {
        return instant == null ? null : TIME.format(instant);
    }

    static Instant instant(JsonNode object, String field) {
        String text = text(object, field);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null; // another program's mistake in one field is no reason to lose the message
        }
    }

    static String text(JsonNode object, String field) {
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node.asText();
    }

    static List<String> texts(JsonNode object, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : object.path(field)) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** A map without its null values, which the records of messages do not hold. */
    static Map<String, Object> map(JsonNode object, String field) {
        JsonNode node = object.get(field);
        if (node == null || !node.isObject()) {
            return Map.of();
        }
        Map<String, Object> map = MAPPER.convertValue(node, OBJECT);
        map.values().removeIf(value -> value == null);
        return map;
    }

    /** Sets the field, or removes it when there is no value. */
    static void put(ObjectNode object, String field, Object value) {
        if (value == null || value instanceof List && ((List<?>) value).isEmpty() || value.equals(Map.of())) {
            object.remove(field);
        } else {
            object.set(field, MAPPER.valueToTree(value));
        }
    }
}
