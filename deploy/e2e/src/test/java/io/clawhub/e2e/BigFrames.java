package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A conversation of messages as large as they may be, each of which begins with its number. Keeps no more than a page. */
final class BigFrames {

    static final int ONE_MEBIBYTE = 1 << 20;

    /** Bytes of a content with its quotes. */
    private static final int CONTENT_BYTES = 64 * 1024;

    private static final int MOST_A_PAGE = 500;
    private static final int UNACKNOWLEDGED = 20;

    private final HubProcesses hub;
    private final String senderId;
    private final String targetId;
    private String channelId;
    private int said;

    BigFrames(HubProcesses hub, String senderId, String targetId) {
        this.hub = hub;
        this.senderId = senderId;
        this.targetId = targetId;
    }

    /** A message's frame of exactly so many bytes. */
    static byte[] message(String target, int bytes) {
        ObjectNode frame = Frames.chatMessage(Names.messageId(), target, "");
        int missing = bytes - frame.toString().getBytes(UTF_8).length;
        return frame.put("content", "x".repeat(missing)).toString().getBytes(UTF_8);
    }

    /** Says so many to somebody who is not there; the hub has confirmed all of them when this returns. */
    void say(int count) {
        try (FrameSocket sender = FrameSocket.connect(hub.gatewayUrl(1) + "?ack=1", Map.of("X-Agent-Id", senderId))) {
            for (int acked = 0; acked < count; acked++) {
                while (said < count && said < acked + UNACKNOWLEDGED) {
                    sender.send(Frames.chatMessage(Names.messageId(), targetId, content(said++))
                            .toString());
                }
                JsonNode ack = Frames.read(sender.next());
                assertThat(ack.path("status").asText()).as("%s", ack).isEqualTo("pending");
                channelId = ack.path("channel_id").asText();
            }
        }
    }

    void assertEachPageFitsAndNothingIsMissing() {
        List<Integer> newestFirst = new ArrayList<>();
        try (FrameSocket reader = FrameSocket.connect(hub.gatewayUrl(2), Map.of("X-Agent-Id", senderId))) {
            String before = null;
            JsonNode page;
            do {
                page = page(reader, before);
                List<JsonNode> messages = Frames.list(page.path("messages"));
                assertThat(messages).isNotEmpty();
                messages.reversed().forEach(message -> newestFirst.add(number(message)));
                before = messages.getFirst().path("message_id").asText();
            } while (page.path("has_more").asBoolean());
        }
        assertThat(newestFirst.reversed()).isEqualTo(numbers());
    }

    void assertBacklogArrivesInOrder() {
        List<Integer> heard = new ArrayList<>();
        try (FrameSocket target = FrameSocket.connect(hub.gatewayUrl(2), Map.of("X-Agent-Id", targetId))) {
            for (int message = 0; message < said; message++) {
                String frame = target.next(Soon.DEADLINE);
                assertThat(frame)
                        .as("message %s; open: %s", message, target.isOpen())
                        .isNotNull();
                heard.add(number(Frames.read(frame)));
            }
        }
        assertThat(heard).isEqualTo(numbers());
    }

    private JsonNode page(FrameSocket reader, String before) {
        ObjectNode question = Frames.chatHistory(channelId, MOST_A_PAGE).put("agent_id", senderId);
        if (before != null) {
            question.put("before", before);
        }
        reader.send(question.toString());
        String answer = reader.next(Soon.DEADLINE);
        assertThat(answer).as("the answer to %s", question).isNotNull();
        assertThat(answer.getBytes(UTF_8).length).isLessThanOrEqualTo(ONE_MEBIBYTE);
        JsonNode page = Frames.read(answer);
        assertThat(Frames.type(page)).isEqualTo("chat_history_response");
        assertThat(page.path("total").asInt()).isEqualTo(page.path("messages").size());
        return page;
    }

    private List<Integer> numbers() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < said; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    private static int number(JsonNode message) {
        String content = message.path("content").asText();
        return Integer.parseInt(content.substring(0, content.indexOf(' ')));
    }

    /** Every other one of characters that take two bytes. */
    private static String content(int number) {
        String start = number + " ";
        int left = CONTENT_BYTES - 2 - start.length();
        return start + (number % 2 == 0 ? "x".repeat(left) : "ü".repeat(left / 2));
    }
}
