package io.clawhub.gateway.protocol.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.messages.Content;
import io.clawhub.gateway.json.JsonText;

/** What the pieces of a run say, as payloads of events. An agent may say what it calls, and what comes of it, as JSON. */
final class EventPayloads {

    /** UTF-16 units of a tool's result. */
    static final int MAX_RESULT = 2_000;

    private EventPayloads() {}

    static ObjectNode of(String kind, String text) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        switch (kind) {
            case "tool" -> tool(payload, text);
            case "tool_result" -> result(payload, text);
            case "progress" -> progress(payload, text);
            default -> payload.put("content", text);
        }
        return payload;
    }

    /** An agent says what it calls as JSON, or just names it. */
    private static void tool(ObjectNode payload, String text) {
        JsonNode call = json(text);
        payload.put("tool", call == null ? text : call.path("tool").asText(""));
        payload.set(
                "args",
                call != null && call.path("args").isObject()
                        ? call.path("args")
                        : JsonNodeFactory.instance.objectNode());
        payload.put("callId", call == null ? "" : call.path("callId").asText(""));
    }

    private static void result(ObjectNode payload, String text) {
        JsonNode result = json(text);
        String content = result == null ? text : result.path("content").asText("");
        payload.put("content", Content.cut(content, MAX_RESULT));
        payload.put("callId", result == null ? "" : result.path("callId").asText(""));
        payload.put("ok", result == null || result.path("ok").asBoolean(true));
    }

    private static void progress(ObjectNode payload, String text) {
        JsonNode progress = json(text);
        if (progress == null) {
            payload.put("message", text);
        } else {
            payload.put("progress", Math.clamp(progress.path("progress").asInt(0), 0, 100));
            payload.put("message", progress.path("message").asText(""));
        }
    }

    private static JsonNode json(String text) {
        try {
            return text.startsWith("{") ? JsonText.parse(text) : null;
        } catch (HubException plainText) {
            return null;
        }
    }
}
