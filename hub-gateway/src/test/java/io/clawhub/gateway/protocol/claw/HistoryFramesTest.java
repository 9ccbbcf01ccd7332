package io.clawhub.gateway.protocol.claw;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.json.JsonText;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class HistoryFramesTest {

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "京", "😀"})
    void aFrameIsCutByItsBytesAndKeepsTheNewest(String unit) {
        String content = unit.repeat(20_000);
        List<LoggedMessage> messages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            messages.add(logged(i, content));
        }

        String text = frame(messages).toString();
        JsonNode frame = JsonText.parse(text);

        int bytes = text.getBytes(UTF_8).length;
        assertThat(bytes).isBetween(800 * 1024, 900 * 1024 + 100);
        JsonNode kept = frame.path("messages");
        assertThat(frame.path("total").intValue()).isEqualTo(kept.size());
        assertThat(frame.path("has_more").booleanValue()).isTrue();
        assertThat(kept.path(kept.size() - 1).path("message_id").textValue()).isEqualTo("id-99");
        assertThat(kept.path(0).path("message_id").textValue()).isEqualTo("id-" + (100 - kept.size()));
    }

    @Test
    void aShortHistoryIsWhole() {
        JsonNode frame = frame(List.of(logged(1, "a"), logged(2, "b")));

        assertThat(frame.path("has_more").booleanValue()).isFalse();
        assertThat(frame.path("request_id").isNull()).isTrue();
        assertThat(frame.path("messages")).hasSize(2);
    }

    private static JsonNode frame(List<LoggedMessage> messages) {
        FrameHead head = new FrameHead("chat_history", null, null, false);
        return HistoryFrames.question(head, new ChatFrame.History(null, "dc_1", null, null, 500))
                .answer()
                .apply(new Reply.HistoryRead("dc_1", messages, false));
    }

    private static LoggedMessage logged(int number, String content) {
        MessageAccepted message = new MessageAccepted(
                "msg_" + number,
                "id-" + number,
                "dc_1",
                ConversationKind.DIRECT,
                "s",
                List.of("s", "a"),
                null,
                new TextNode(content),
                null);
        return new LoggedMessage(message, number, Instant.EPOCH);
    }
}
