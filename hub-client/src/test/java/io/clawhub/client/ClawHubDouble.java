package io.clawhub.client;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.java_websocket.WebSocket;

import io.clawhub.client.connection.FakeHub;

/** A hub of the Claw Chat Hub protocol over a real socket: takes each message id once, and acknowledges, unless told otherwise. */
final class ClawHubDouble implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeHub hub = FakeHub.started();
    private final boolean acks;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger repeats = new AtomicInteger();
    private volatile WebSocket asking;
    /** May answer a frame instead of the double: true means it did. */
    private volatile Predicate<JsonNode> interception = frame -> false;

    ClawHubDouble(boolean acks) throws InterruptedException {
        this.acks = acks;
        hub.onFrame(this::take);
    }

    URI url() {
        return hub.url();
    }

    FakeHub hub() {
        return hub;
    }

    /** What was said, each message once, in the order of arrival. */
    List<String> texts() {
        return texts;
    }

    /** How often a message came again under the same id. */
    int repeats() {
        return repeats.get();
    }

    void intercept(Predicate<JsonNode> first) {
        interception = first;
    }

    void push(String frame) {
        hub.newest().send(frame);
    }

    /** Breaks the socket that the frame being taken came on. */
    void cut() {
        FakeHub.cut(asking);
    }

    private void take(WebSocket socket, String text) {
        asking = socket;
        JsonNode frame = parsed(text);
        boolean known = false;
        if ("chat_message".equals(frame.path("type").asText())) {
            String id = frame.path("message_id").asText();
            known = ids.contains(id);
            if (known) {
                repeats.incrementAndGet();
            } else {
                ids.add(id);
                texts.add(frame.path("content").asText());
            }
        }
        if (!interception.test(frame)) {
            answer(socket, frame);
        }
    }

    private void answer(WebSocket socket, JsonNode frame) {
        String rid = frame.path("request_id").asText();
        switch (frame.path("type").asText()) {
            case "connect" ->
                socket.send("{\"type\":\"connected\",\"client_id\":\"00000001\",\"client_type\":\"chat\""
                        + (acks ? ",\"agent_id\":\"a\"}" : "}"));
            case "ping" -> socket.send("{\"type\":\"pong\"}");
            case "chat_message" -> {
                if (acks) {
                    String id = frame.path("message_id").asText();
                    socket.send("{\"type\":\"chat_message_ack\",\"message_id\":\"" + id + "\",\"hub_message_id\":\"h"
                            + id + "\",\"status\":\"pending\",\"channel_id\":\"dc_1\"}");
                }
            }
            case "chat_history" ->
                socket.send("{\"type\":\"chat_history_response\",\"request_id\":\"" + rid + "\",\"messages\":["
                        + message("old", "earlier") + "],\"total\":1}");
            case "register" ->
                socket.send("{\"type\":\"registered\",\"request_id\":\"" + rid
                        + "\",\"service_id\":\"svc\",\"channel_id\":\"ch_svc\",\"status\":\"online\"}");
            case "chat_request" ->
                socket.send("{\"type\":\"chat_accept\",\"request_id\":\"" + rid
                        + "\",\"channel_id\":\"ch_1\",\"sender_id\":\"p\",\"content\":\"\"}");
            case "chat_accept", "chat_reject", "chat_end" ->
                socket.send("{\"type\":\"chat_result\",\"request_id\":\"" + rid + "\",\"status\":\""
                        + frame.path("type").asText().replace("chat_", "") + "ed\",\"channel_id\":\"ch_1\"}");
            default -> {
                // The reference server is silent as well.
            }
        }
    }

    static String message(String id, String text) {
        return "{\"type\":\"chat_message\",\"message_id\":\"" + id
                + "\",\"channel_id\":\"dc_1\",\"sender_id\":\"b\",\"content\":\"" + text
                + "\",\"timestamp\":\"2026-11-21T00:49:55.396988Z\"}";
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        hub.close();
    }
}
