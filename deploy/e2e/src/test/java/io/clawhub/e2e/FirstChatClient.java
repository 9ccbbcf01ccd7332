package io.clawhub.e2e;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

/** Dialect A0: says who it is by a frame and keeps nothing but messages and errors. */
final class FirstChatClient implements AutoCloseable {

    private static final List<String> KEPT = List.of("chat_message", "error");
    /** Far more than a test sends. */
    private static final int MAX_KEPT = 10_000;

    private final String agentId;
    private final FrameSocket socket;
    private final FrameReader reader;
    private final BlockingQueue<JsonNode> queue = new LinkedBlockingQueue<>(MAX_KEPT);

    private FirstChatClient(String agentId, FrameSocket socket) {
        this.agentId = agentId;
        this.socket = socket;
        this.reader = new FrameReader(socket, this::keep);
        send(Frames.connect(agentId));
    }

    static FirstChatClient connect(HubProcesses hub, int gateway, String agentId) {
        return new FirstChatClient(agentId, FrameSocket.connect(hub.gatewayUrl(gateway), Map.of()));
    }

    String agentId() {
        return agentId;
    }

    /** Returns the message's id. */
    String sendMessage(String target, String serviceId, String content) {
        String messageId = Names.messageId();
        send(Frames.frame("chat_message")
                .put("message_id", messageId)
                .put("sender_id", agentId)
                .put("target_agent", target)
                .put("service_id", serviceId)
                .put("content", content));
        return messageId;
    }

    /** The next message or error. */
    JsonNode next() {
        try {
            JsonNode frame = queue.poll(Soon.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new AssertionError(agentId + " got nothing");
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void keep(JsonNode frame) {
        if (KEPT.contains(Frames.type(frame))) {
            queue.add(frame);
        }
    }

    private synchronized void send(ObjectNode frame) {
        socket.send(frame.toString());
    }

    @Override
    public void close() {
        reader.close();
        socket.close();
    }
}
