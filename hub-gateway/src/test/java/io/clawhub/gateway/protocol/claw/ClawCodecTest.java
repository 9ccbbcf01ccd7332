package io.clawhub.gateway.protocol.claw;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ClawCodecTest {

    @Test
    void readsTheMessageOfTheRealClient() {
        ClawFrame frame = decode(
                """
                {"type":"chat_message","message_id":"msg_197c5a447be1","sender_id":"weather-consumer",\
                "target_agent":"weather-provider","content":"\\u5317\\u4eac","service_id":null}""");

        assertThat(frame).isInstanceOfSatisfying(ClawFrame.ChatMessage.class, message -> {
            assertThat(message.messageId()).isEqualTo("msg_197c5a447be1");
            assertThat(message.targetAgent()).isEqualTo("weather-provider");
            assertThat(message.serviceId()).isNull();
            assertThat(message.content().textValue()).isEqualTo("北京");
            assertThat(message.ack()).isFalse();
        });
    }

    @Test
    void looksIntoThePayloadForWhatIsAbsentAbove() {
        assertThat(decode("{\"type\":\"connect\",\"payload\":{\"agent_id\":\"a\"}}"))
                .isInstanceOfSatisfying(ClawFrame.Connect.class, connect -> assertThat(connect.agentId())
                        .isEqualTo("a"));
    }

    @Test
    void takesTheServiceIdFromEitherField() {
        assertThat(serviceId("{\"id\":\"one\",\"service_id\":\"two\"}")).isEqualTo("one");
        assertThat(serviceId("{\"service_id\":\"two\"}")).isEqualTo("two");
        assertThat(serviceId("{\"name\":\"x\"}")).matches("[0-9a-f]{8}");
    }

    @ParameterizedTest
    @CsvSource({"10,10", "0,50", "-1,50", "501,500", "'\"x\"',50", "null,50", "1e30,50"})
    void clampsTheHistoryLimit(String given, int used) {
        assertThat(decode("{\"type\":\"chat_history\",\"limit\":" + given + "}"))
                .isInstanceOfSatisfying(ClawFrame.ChatHistory.class, history -> assertThat(history.limit())
                        .isEqualTo(used));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "\"text\"", "null", "{\"type\":", "{} {}", "\u0000"})
    void refusesWhatIsNoJsonObject(String text) {
        assertThat(refusal(text)).isEqualTo(HubError.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":\"bid_create\"}", "{\"type\":\"\"}", "{\"type\":null}"})
    void refusesUnknownTypes(String text) {
        assertThat(refusal(text)).isEqualTo(HubError.UNKNOWN_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":7}",
                "{\"type\":\"chat_message\"}",
                "{\"type\":\"chat_message\",\"content\":\"x\",\"target_agent\":{}}",
                "{\"type\":\"chat_message\",\"content\":\"x\",\"message_id\":12}",
                "{\"type\":\"register\"}",
                "{\"type\":\"register\",\"service\":[]}"
            })
    void refusesMissingAndWrongFields(String text) {
        assertThat(refusal(text)).isEqualTo(HubError.MISSING_FIELDS);
    }

    @Test
    void refusesImpossibleIds() {
        String id = "x".repeat(10_000);
        assertThat(refusal("{\"type\":\"chat_message\",\"content\":\"x\",\"target_agent\":\"" + id + "\"}"))
                .isEqualTo(HubError.INVALID_ID);
        assertThat(refusal("{\"type\":\"chat_message\",\"content\":\"x\",\"target_agent\":\"a\\u0000\"}"))
                .isEqualTo(HubError.INVALID_ID);
    }

    @Test
    void refusesDeepNestingLikeAnyOtherBadJson() {
        assertThat(refusal("{\"a\":" + "[".repeat(100_000))).isEqualTo(HubError.BAD_JSON);
    }

    private static ClawFrame decode(String text) {
        return ClawCodec.decode(ClawCodec.parse(text));
    }

    private static String serviceId(String service) {
        return ((ClawFrame.Register) decode("{\"type\":\"register\",\"service\":" + service + "}")).serviceId();
    }

    private static HubError refusal(String text) {
        return catchThrowableOfType(HubException.class, () -> decode(text)).error();
    }
}
