package io.clawhub.client;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameCodecTest {

    private final FrameCodec codec = new FrameCodec("weather-consumer");

    @Test
    void writesOnlyTheAddressesThatAreGiven() {
        String frame = codec.chatMessage(
                new Outgoing("msg_1", "weather-provider", null, null, TextNode.valueOf("Grüße \"you\"\n")));

        assertThat(frame)
                .isEqualTo("{\"type\":\"chat_message\",\"message_id\":\"msg_1\",\"sender_id\":\"weather-consumer\","
                        + "\"target_agent\":\"weather-provider\",\"content\":\"Grüße \\\"you\\\"\\n\"}");
    }

    @Test
    void writesRegistrationHistoryAndPing() {
        assertThat(codec.register("req_1", new Service("weather", null, null)))
                .isEqualTo("{\"type\":\"register\",\"request_id\":\"req_1\","
                        + "\"service\":{\"id\":\"weather\",\"name\":\"weather\",\"description\":\"\"}}");
        assertThat(codec.history("req_2", HistoryQuery.ofChannel("ch_1")))
                .isEqualTo("{\"type\":\"chat_history\",\"request_id\":\"req_2\",\"agent_id\":\"weather-consumer\","
                        + "\"limit\":50,\"channel_id\":\"ch_1\"}");
        assertThat(codec.ping()).isEqualTo("{\"type\":\"ping\"}");
    }

    @Test
    void readsAMessageOfTheReferenceHub() {
        Inbound frame = codec.read("{\"type\":\"chat_message\",\"message_id\":\"msg_197c5a447be1\","
                + "\"sender_id\":\"weather-consumer\",\"service_id\":\"weather-svc\",\"content\":\"hello svc\","
                + "\"timestamp\":\"2026-11-21T00:49:55.396988+00:00\"}");

        Message message = ((Inbound.Chat) frame).message();
        assertThat(message.messageId()).isEqualTo("msg_197c5a447be1");
        assertThat(message.text()).isEqualTo("hello svc");
        assertThat(message.channelId()).isNull();
        assertThat(message.timestamp()).isEqualTo(Instant.parse("2026-11-21T00:49:55.396988Z"));
        assertThat(message.toString()).doesNotContain("hello svc");
    }

    @Test
    void keepsContentThatIsNotAString() {
        Inbound frame = codec.read("{\"type\":\"chat_message\",\"message_id\":\"m\",\"content\":{\"a\":[1]}}");

        assertThat(((Inbound.Chat) frame).message().text()).isEqualTo("{\"a\":[1]}");
    }

    @Test
    void readsAcksWithTheirOutcome() {
        assertThat(codec.read("{\"type\":\"chat_message_ack\",\"message_id\":\"m\",\"status\":\"delivered\","
                        + "\"channel_id\":\"dc_1\"}"))
                .isEqualTo(new Inbound.Ack("m", "delivered", "dc_1", null, null, false));
        assertThat(codec.read("{\"type\":\"chat_message_ack\",\"message_id\":\"m\",\"status\":\"failed\","
                        + "\"error_code\":\"RATE_LIMITED\"}"))
                .isEqualTo(new Inbound.Ack("m", "failed", null, "RATE_LIMITED", null, true));
    }

    @Test
    void letsTheFrameSayWhetherARetryHelps() {
        Inbound.Failure failure = (Inbound.Failure) codec.read("{\"type\":\"error\",\"request_id\":\"r\","
                + "\"error_code\":\"SOMETHING_NEW\",\"message\":\"later\",\"details\":{\"retryable\":true}}");

        assertThat(failure).isEqualTo(new Inbound.Failure("r", null, "SOMETHING_NEW", "later", true));
    }

    @Test
    void readsHistoryInOrder() {
        Inbound.History history = (Inbound.History) codec.read("{\"type\":\"chat_history_response\","
                + "\"request_id\":\"r\",\"messages\":[{\"message_id\":\"a\"},{\"message_id\":\"b\"}],\"total\":2}");

        assertThat(history.messages()).extracting(Message::messageId).containsExactly("a", "b");
    }

    @Test
    void toleratesFramesOfOtherKinds() {
        assertThat(codec.read("{\"type\":\"metadata_list\",\"services\":[]}"))
                .isEqualTo(new Inbound.Unknown("metadata_list"));
    }

    @Test
    void refusesWhatIsNotAFrame() {
        for (String text : new String[] {"", "[]", "nonsense", "{}", "{\"type\":1}", "null"}) {
            assertThatThrownBy(() -> codec.read(text))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.code()).isEqualTo(HubException.BAD_FRAME));
        }
    }

    @Test
    void joinsPartsUpToTheLimit() {
        TextAssembler texts = new TextAssembler(5);

        assertThat(texts.add("ab", false)).isNull();
        assertThat(texts.add("cde", true)).isEqualTo("abcde");
        assertThat(texts.add("x", true)).isEqualTo("x");
        assertThat(texts.add("abcd", false)).isNull();
        assertThatThrownBy(() -> texts.add("ef", true)).isInstanceOf(HubException.class);
    }
}
