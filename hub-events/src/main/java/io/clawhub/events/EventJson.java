package io.clawhub.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.apache.kafka.common.header.Headers;

/** The one JSON mapping of the contract. */
public final class EventJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new SimpleModule("instants")
                    .addSerializer(java.time.Instant.class, new InstantJson.Writer())
                    .addDeserializer(java.time.Instant.class, new InstantJson.Reader()))
            .build();

    private static final Map<String, Class<? extends ChatEvent>> CHAT_EVENTS = membersOf(ChatEvent.class);
    private static final Map<String, Class<? extends StreamEvent>> STREAM_EVENTS = membersOf(StreamEvent.class);

    private EventJson() {}

    /** A record's value. */
    public static byte[] write(Object event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            // Records of this module always have a JSON form.
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A chat event from its type header and value.
     *
     * @throws UnreadableEventException for an unknown type or version or a value that is not of it: a dead letter
     */
    public static ChatEvent readChatEvent(Headers headers, byte[] value) {
        String type = EventHeaders.text(headers, EventHeaders.TYPE);
        Class<? extends ChatEvent> eventType = type == null ? null : CHAT_EVENTS.get(type);
        if (eventType == null) {
            throw new UnreadableEventException("unknown type " + type, null);
        }
        ChatEvent event = read(headers, value, eventType);
        if (event.conversationId() == null) {
            throw new UnreadableEventException(type + " without conversationId", null);
        }
        return event;
    }

    /**
     * A stream event from its type header and value.
     *
     * @throws UnreadableEventException for an unknown type or version or a value that is not of it
     */
    public static StreamEvent readStreamEvent(Headers headers, byte[] value) {
        String type = EventHeaders.text(headers, EventHeaders.TYPE);
        Class<? extends StreamEvent> eventType = type == null ? null : STREAM_EVENTS.get(type);
        if (eventType == null) {
            throw new UnreadableEventException("unknown type " + type, null);
        }
        return read(headers, value, eventType);
    }

    private static <T> Map<String, Class<? extends T>> membersOf(Class<T> sealed) {
        return records(sealed)
                .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type.asSubclass(sealed)));
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? records(type) : Stream.of(type));
    }

    /**
     * A record of a known type.
     *
     * @throws UnreadableEventException when the version is unknown or the value is not of that type
     */
    public static <T> T read(Headers headers, byte[] value, Class<T> type) {
        String version = EventHeaders.text(headers, EventHeaders.VERSION);
        if (!EventHeaders.CURRENT_VERSION.equals(version)) {
            throw new UnreadableEventException("unknown schema version " + version, null);
        }
        if (value == null) {
            throw new UnreadableEventException("no value", null);
        }
        try {
            T event = MAPPER.readValue(value, type);
            if (event == null) {
                throw new UnreadableEventException("null value", null);
            }
            return event;
        } catch (IOException e) {
            throw new UnreadableEventException("not a " + type.getSimpleName(), e);
        }
    }

    /** A JSON value kept as text, as history-service stores {@link MessageAccepted#content()}. */
    public static JsonNode readTree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a record kept as text, as history-service stores {@link MessageAccepted#details()}. */
    public static <T> T readText(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
