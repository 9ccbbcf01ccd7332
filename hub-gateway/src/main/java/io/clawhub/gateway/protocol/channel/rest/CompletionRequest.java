package io.clawhub.gateway.protocol.channel.rest;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.Question;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.channel.ChannelCodec;

/**
 * A request for a completion. Keys that say how a model should work are passed over: the agent has its own.
 *
 * @param model the client's name for the agent
 * @param sessionId the session to ask in, or null: one of its own
 * @param prompt the text of the last message of the user
 * @param earlier the messages before that, none for a request that names its session, which has them
 * @param stream whether the client reads the answer as it grows
 */
record CompletionRequest(String model, String sessionId, String prompt, ArrayNode earlier, boolean stream) {

    private static final String MESSAGES = "messages";

    /**
     * The request in this body.
     *
     * @throws HubException if it is none that could be answered
     */
    static CompletionRequest of(String body) {
        JsonFields fields = new JsonFields(JsonText.parse(body));
        String model = ChannelCodec.checkedId(fields.requiredText("model"), "model");
        String sessionId = fields.text("sessionId");
        Long choices = fields.whole("n");
        if (choices != null && choices != 1) {
            throw JsonFields.wrong("n", "1");
        }
        JsonNode messages = messages(fields);
        int last = lastOfUser(messages);
        return new CompletionRequest(
                model,
                sessionId == null || sessionId.isEmpty() ? null : ChannelCodec.checkedId(sessionId, "sessionId"),
                prompt(messages.get(last)),
                sessionId == null || sessionId.isEmpty() ? before(messages, last) : none(),
                fields.flag("stream", false));
    }

    private static JsonNode messages(JsonFields fields) {
        JsonNode messages = fields.required(MESSAGES);
        boolean sound = messages.isArray()
                && StreamSupport.stream(messages.spliterator(), false)
                        .allMatch(message -> message.path("role").isTextual());
        if (!sound) {
            throw JsonFields.wrong(MESSAGES, "a list of messages, each with its role");
        }
        return messages;
    }

    private static int lastOfUser(JsonNode messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).path("role").textValue().equals("user")) {
                return i;
            }
        }
        throw new HubException(HubError.MISSING_FIELDS, "messages has none of the user");
    }

    private static String prompt(JsonNode message) {
        String text = text(message.path("content"));
        if (text.isBlank()) {
            throw new HubException(HubError.MISSING_FIELDS, "the last message of the user must not be blank");
        }
        if (text.length() > ChannelCodec.MAX_TEXT) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE,
                    "the last message of the user has more than " + ChannelCodec.MAX_TEXT + " characters");
        }
        return text;
    }

    /** The text of a message: a string, or parts that are text. */
    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        boolean isText = content.isArray()
                && StreamSupport.stream(content.spliterator(), false)
                        .allMatch(part -> part.path("type").asText().equals("text")
                                && part.path("text").isTextual());
        if (!isText) {
            throw JsonFields.wrong("content of the last message of the user", "text, or a list of parts that are text");
        }
        return StreamSupport.stream(content.spliterator(), false)
                .map(part -> part.path("text").textValue())
                .collect(Collectors.joining());
    }

    private static ArrayNode before(JsonNode messages, int last) {
        ArrayNode earlier = none();
        for (int i = 0; i < last; i++) {
            earlier.add(messages.get(i));
        }
        if (JsonText.bytes(metadata(earlier)) > Question.MAX_METADATA_BYTES) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE,
                    "the earlier messages have more than " + Question.MAX_METADATA_BYTES + " bytes");
        }
        return earlier;
    }

    private static ArrayNode none() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static ObjectNode metadata(ArrayNode earlier) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.set(MESSAGES, earlier);
        return metadata;
    }

    /** What the agent is asked. */
    Question question(String clientMsgId) {
        return new Question(clientMsgId, prompt, earlier.isEmpty() ? null : metadata(earlier));
    }
}
