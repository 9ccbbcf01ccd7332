package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** One connection of an agent, which keeps every frame it ever got. */
final class Agent implements AutoCloseable {

    private final String id;
    private final FrameSocket socket;
    private final List<JsonNode> frames = new ArrayList<>();

    private Agent(String id, FrameSocket socket) {
        this.id = id;
        this.socket = socket;
    }

    /** Dialect A: only the header says who this is, as the protocol's first client does. */
    static Agent plain(HubProcesses hub, int gateway, String id) {
        return new Agent(id, FrameSocket.connect(hub.gatewayUrl(gateway), Map.of("X-Agent-Id", id)));
    }

    /** Dialect A with acks and errors. */
    static Agent acking(HubProcesses hub, int gateway, String id) {
        return new Agent(id, FrameSocket.connect(hub.gatewayUrl(gateway) + "?ack=1", Map.of("X-Agent-Id", id)));
    }

    /** Dialect A0: a frame says who this is. Errors come unasked. */
    static Agent introduced(HubProcesses hub, int gateway, String id) {
        Agent agent = new Agent(id, FrameSocket.connect(hub.gatewayUrl(gateway), Map.of()));
        agent.socket.send(Frames.connect(id).toString());
        agent.awaitFrame(frame -> "connected".equals(Frames.type(frame)));
        return agent;
    }

    String id() {
        return id;
    }

    FrameSocket socket() {
        return socket;
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    /** Sends text and does not wait for anything; returns the message's id. */
    String say(String target, String text) {
        String messageId = Names.messageId();
        say(messageId, target, text);
        return messageId;
    }

    void say(String messageId, String target, String text) {
        socket.send(Frames.chatMessage(messageId, target, text).toString());
    }

    void sayAll(String target, List<String> texts) {
        texts.forEach(text -> say(target, text));
    }

    /** Sends text and waits for the ack. Needs a connection with acks. */
    JsonNode sayAndAwaitAck(String target, String text) {
        return awaitAck(say(target, text));
    }

    JsonNode awaitAck(String messageId) {
        return awaitFrame(frame -> "chat_message_ack".equals(Frames.type(frame))
                && messageId.equals(frame.path("message_id").asText()));
    }

    /** Asks for history and waits for the answer; nothing while history is temporarily unavailable. */
    List<JsonNode> history(String channelId, int limit) {
        String requestId = Names.fresh("req");
        socket.send(Frames.chatHistory(channelId, limit)
                .put("request_id", requestId)
                .toString());
        JsonNode answer =
                awaitFrame(frame -> requestId.equals(frame.path("request_id").asText()));
        List<JsonNode> messages = new ArrayList<>();
        answer.path("messages").forEach(messages::add);
        return messages;
    }

    /** Every frame so far, in the order of arrival. */
    synchronized List<JsonNode> frames() {
        for (String text : socket.pending()) {
            socket.next();
            frames.add(Frames.read(text));
        }
        return List.copyOf(frames);
    }

    List<JsonNode> messages() {
        return frames().stream().filter(Frames::isMessage).toList();
    }

    List<JsonNode> messagesOf(String senderId) {
        return messages().stream()
                .filter(message -> senderId.equals(message.path("sender_id").asText()))
                .toList();
    }

    List<String> texts() {
        return Frames.field("content", messages());
    }

    /** Waits for so many messages and fails when these are not exactly the ones. */
    void awaitTexts(List<String> expected) {
        Soon.await().until(() -> texts().size() >= expected.size());
        assertThat(texts()).isEqualTo(expected);
    }

    JsonNode awaitFrame(Predicate<JsonNode> wanted) {
        Soon.await().until(() -> frames().stream().anyMatch(wanted));
        return frames().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** What the protocol's first client insists on: it dies of any other frame. */
    void assertToldNothingButMessages() {
        assertThat(frames()).allSatisfy(frame -> {
            assertThat(frame.path("sender_id").isTextual()).isTrue();
            assertThat(frame.has("content")).isTrue();
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
