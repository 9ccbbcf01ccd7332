package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

/**
 * Dialect A as its own client speaks it, with its faults: every frame goes into one queue, a request for a chat drops
 * what else comes while it waits, the answer to a history request is whatever comes next, and the loops of the quick
 * start die of a frame without {@code content}.
 */
final class SeedChatClient implements AutoCloseable {

    /** The client's own limit. */
    private static final Duration HISTORY_LIMIT = Duration.ofSeconds(5);

    private static final String DEFAULT_REASON = "Service unavailable";

    private final String agentId;
    private final FrameSocket socket;
    private FrameReader listener;

    private SeedChatClient(String agentId, FrameSocket socket) {
        this.agentId = agentId;
        this.socket = socket;
    }

    /**
     * What a request for a chat gives.
     *
     * @param status accepted or rejected
     */
    record Requested(String status, String channelId, String reason) {

        private static Requested of(JsonNode frame) {
            return "chat_accept".equals(Frames.type(frame))
                    ? new Requested("accepted", frame.path("channel_id").asText(), null)
                    : new Requested("rejected", null, frame.path("reason").asText());
        }
    }

    static SeedChatClient connect(HubProcesses hub, int gateway, String agentId) {
        return connect(hub.gatewayUrl(gateway), agentId);
    }

    static SeedChatClient connect(String url, String agentId) {
        return new SeedChatClient(agentId, FrameSocket.connect(url, Map.of("X-Agent-Id", agentId)));
    }

    /** Connects, sends, closes: never reads. */
    static void quickSend(HubProcesses hub, int gateway, String agentId, String target, String content) {
        try (SeedChatClient client = connect(hub, gateway, agentId)) {
            client.sendMessage(target, content);
        }
    }

    String agentId() {
        return agentId;
    }

    FrameSocket socket() {
        return socket;
    }

    String sendMessage(String target, String content) {
        return sendMessage(target, content, null, null);
    }

    /** Written to the socket, that is all; returns the message's id. */
    String sendMessage(String target, String content, String serviceId, String channelId) {
        String messageId = Names.messageId();
        ObjectNode frame = Frames.frame("chat_message")
                .put("message_id", messageId)
                .put("sender_id", agentId)
                .put("target_agent", target)
                .put("content", content);
        if (serviceId != null) {
            frame.put("service_id", serviceId);
        }
        if (channelId != null) {
            frame.put("channel_id", channelId);
        }
        send(frame);
        return messageId;
    }

    /** Waits for the first accept or reject, whosever it is, and drops every other frame meanwhile. */
    Requested requestChat(String serviceId, String providerId) {
        ObjectNode frame = Frames.frame("chat_request")
                .put("request_id", Names.requestId())
                .put("consumer_id", agentId)
                .put("service_id", serviceId);
        if (providerId != null) {
            frame.put("provider_id", providerId);
        }
        send(frame);
        long end = System.nanoTime() + Soon.DEADLINE.toNanos();
        JsonNode answer = receive(Soon.DEADLINE);
        while (!List.of("chat_accept", "chat_reject").contains(Frames.type(answer))) {
            answer = receive(Duration.ofNanos(end - System.nanoTime()));
        }
        return Requested.of(answer);
    }

    /** As {@link #requestChat}, on a thread of its own; nothing else may receive until it is done. */
    CompletableFuture<Requested> requestingChat(String serviceId, String providerId) {
        CompletableFuture<Requested> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(requestChat(serviceId, providerId));
            } catch (RuntimeException | AssertionError e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    void acceptChat(String consumerId, String channelId) {
        ObjectNode frame =
                Frames.frame("chat_accept").put("provider_id", agentId).put("consumer_id", consumerId);
        if (channelId != null) {
            frame.put("channel_id", channelId);
        }
        send(frame);
    }

    void rejectChat(String consumerId, String reason) {
        send(Frames.frame("chat_reject")
                .put("provider_id", agentId)
                .put("consumer_id", consumerId)
                .put("reason", reason == null ? DEFAULT_REASON : reason));
    }

    void endChat(String channelId) {
        send(Frames.frame("chat_end").put("channel_id", channelId).put("agent_id", agentId));
    }

    /** The {@code messages} of whatever comes next; nothing when nothing comes, or something else. */
    List<JsonNode> getHistory(String channelId, String serviceId, int limit) {
        ObjectNode frame = Frames.frame("chat_history").put("agent_id", agentId).put("limit", limit);
        if (channelId != null) {
            frame.put("channel_id", channelId);
        }
        if (serviceId != null) {
            frame.put("service_id", serviceId);
        }
        send(frame);
        String next = socket.next(HISTORY_LIMIT);
        List<JsonNode> messages = new ArrayList<>();
        if (next != null) {
            Frames.read(next).path("messages").forEach(messages::add);
        }
        return messages;
    }

    /** The next frame, whatever it is. */
    JsonNode next() {
        return receive(Soon.DEADLINE);
    }

    /** The quick start's consumer: prints the content of whatever comes next. */
    String nextContent() {
        return content(next());
    }

    /** Each frame goes to the callback; what it throws ends the listening. */
    void listenForMessages(Consumer<JsonNode> callback) {
        listener = new FrameReader(socket, callback);
    }

    /** The quick start's provider: answers each frame to its sender. */
    void answerEverything() {
        listenForMessages(frame -> sendMessage(senderId(frame), "Sunny: " + content(frame)));
    }

    /** A provider that accepts every request, as the protocol's description shows it. */
    void acceptEverything() {
        listenForMessages(frame -> {
            senderId(frame);
            content(frame);
            if ("chat_request".equals(Frames.type(frame))) {
                acceptChat(frame.path("consumer_id").asText(), null);
            }
        });
    }

    /** Whether nothing has come that was not taken. */
    boolean hasHeardNothing() {
        return socket.pending().isEmpty();
    }

    void assertStillListening() {
        listener.assertAlive();
    }

    private JsonNode receive(Duration limit) {
        String text = socket.next(limit);
        if (text == null) {
            throw new AssertionError(agentId + " got no frame within " + limit);
        }
        return Frames.read(text);
    }

    private synchronized void send(ObjectNode frame) {
        socket.send(frame.toString());
    }

    private static String senderId(JsonNode frame) {
        return required(frame, "sender_id").asText();
    }

    private static String content(JsonNode frame) {
        return required(frame, "content").asText();
    }

    private static JsonNode required(JsonNode frame, String field) {
        if (!frame.has(field)) {
            throw new AssertionError("no " + field + " in " + frame);
        }
        return frame.get(field);
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
        socket.close();
    }
}
