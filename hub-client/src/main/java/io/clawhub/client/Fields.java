package io.clawhub.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Fields of requests and answers: JSON values; absent ones are left out. */
final class Fields {

    private Fields() {}

    static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return fields;
    }

    /** The ids in a list of ids, or of objects with an {@code agent_id}. */
    static List<String> ids(Object list) {
        return stream(list)
                .map(one -> one instanceof Map<?, ?> fields ? fields.get("agent_id") : one)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .toList();
    }

    private static Stream<?> stream(Object list) {
        return list instanceof List<?> present ? present.stream() : Stream.empty();
    }
}
