package io.clawhub.gateway.protocol.claw;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.services.ServiceQuery;
import io.clawhub.gateway.json.JsonText;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ClawCodecTest {

    @Test
    void readsTheMessageOfTheRealClient() {
        ClawFrame frame = decode(
                """
                {"type":"chat_message","message_id":"msg_197c5a447be1","sender_id":"weather-consumer",\
                "target_agent":"weather-provider","content":"\\u5317\\u4eac","service_id":null}""");

        assertThat(frame).isInstanceOfSatisfying(ChatFrame.Say.class, message -> {
            assertThat(message.messageId()).isEqualTo("msg_197c5a447be1");
            assertThat(message.target()).isEqualTo("weather-provider");
            assertThat(message.serviceId()).isNull();
            assertThat(message.content().textValue()).isEqualTo("北京");
            assertThat(message.ack()).isFalse();
        });
    }

    @Test
    void looksIntoThePayloadForWhatIsAbsentAbove() {
        assertThat(decode("{\"type\":\"connect\",\"payload\":{\"agent_id\":\"a\"}}"))
                .isInstanceOfSatisfying(SessionFrame.Connect.class, connect -> assertThat(connect.agentId())
                        .isEqualTo("a"));
    }

    @Test
    void takesTheServiceIdFromEitherField() {
        assertThat(serviceId("{\"id\":\"one\",\"service_id\":\"two\"}")).isEqualTo("one");
        assertThat(serviceId("{\"service_id\":\"two\"}")).isEqualTo("two");
        assertThat(serviceId("{\"name\":\"x\"}")).matches("[0-9a-f]{8}");
    }

    @ParameterizedTest
    @CsvSource({"10,10", "0,50", "-1,50", "501,500", "1.5,1", "'\"x\"',50", "null,50", "1e30,50"})
    void clampsTheHistoryLimit(String given, int used) {
        assertThat(decode("{\"type\":\"chat_history\",\"limit\":" + given + "}"))
                .isInstanceOfSatisfying(ChatFrame.History.class, history -> assertThat(history.limit())
                        .isEqualTo(used));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "\"text\"", "null", "{\"type\":", "{} {}", "\u0000"})
    void refusesWhatIsNoJsonObject(String text) {
        assertThat(refusal(text)).isEqualTo(HubError.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"bid_create\"}",
                "{\"type\":\"listing_create\",\"request_id\":\"r\"}",
                "{\"type\":\"\"}"
            })
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
                "{}",
                "{\"type\":null}",
                "{\"type\":\"register\"}",
                "{\"type\":\"chat_request\",\"consumer_id\":\"c\"}",
                "{\"type\":\"chat_accept\",\"provider_id\":\"p\"}",
                "{\"type\":\"chat_end\"}",
                "{\"type\":\"rate\",\"service_id\":\"s\",\"score\":6}",
                "{\"type\":\"rate\",\"service_id\":\"s\",\"score\":\"5\"}",
                "{\"type\":\"set_price\",\"service_id\":\"s\",\"price\":\"2\"}",
                "{\"type\":\"skill_discover\",\"tags\":\"one\"}",
                "{\"type\":\"skill_discover\",\"tags\":[1]}",
                "{\"type\":\"skill_discover\",\"fuzzy\":\"yes\"}",
                "{\"type\":\"call_service\",\"tunnel_id\":\"t\"}",
                "{\"type\":\"response\",\"request_id\":\"r\"}",
                "{\"type\":\"key_response\",\"approved\":true}",
                "{\"type\":\"lifecycle_policy\",\"policy\":3}",
                "{\"type\":\"user_auth\"}",
                "{\"type\":\"ping\",\"request_id\":1}",
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
    void namesTheFieldThatIsWrong() {
        assertThatThrownBy(() -> decode("{\"type\":\"chat_end\",\"payload\":{\"channel_id\":7}}"))
                .hasMessage("channel_id must be a string");
        assertThatThrownBy(() -> decode("{\"type\":\"chat_message\",\"target_agent\":\"x\"}"))
                .hasMessage("content is missing");
    }

    @Test
    void readsTheSameThingFromBothDialects() {
        assertThat(decode(
                        "{\"type\":\"chat\",\"target\":\"t\",\"content\":\"x\",\"sender\":\"s\",\"service_id\":null}"))
                .isEqualTo(decode(
                        "{\"type\":\"chat_message\",\"target_agent\":\"t\",\"content\":\"x\",\"sender_id\":\"s\"}"));
        assertThat(decode("{\"type\":\"accept_chat\",\"consumer_id\":\"c\",\"provider_id\":\"p\",\"message\":\"hi\"}"))
                .isEqualTo(new ChatFrame.Accept("p", "c", null, "hi"));
        assertThat(decode("{\"type\":\"chat_accept\",\"consumer_id\":\"c\",\"channel_id\":\"ch_1\"}"))
                .isEqualTo(new ChatFrame.Accept(null, "c", "ch_1", null));
    }

    @Test
    void aServiceIsOwnedByWhomItsProviderNames() {
        assertThat(register("{\"owner\":\"o\",\"provider_id\":\"p\"}").ownerId())
                .isEqualTo("o");
        assertThat(register("{\"provider_id\":\"p\"}").ownerId()).isEqualTo("p");
        assertThat(register("{\"metadata\":{\"agent_id\":\"m\"}}").ownerId()).isEqualTo("m");
        assertThat(register("{}").ownerId()).isNull();
    }

    @Test
    void looksForOnlineServicesUnlessToldOtherwise() {
        assertThat(query("")).satisfies(query -> {
            assertThat(query.online()).isTrue();
            assertThat(query.fuzzy()).isTrue();
            assertThat(query.text()).isNull();
            assertThat(query.limit()).isEqualTo(1_000);
        });
        assertThat(
                        query(
                                ",\"status\":\"all\",\"query\":\"w\",\"min_price\":0.5,\"sort_by\":\"price\",\"sort_order\":\"desc\""))
                .satisfies(query -> {
                    assertThat(query.online()).isNull();
                    assertThat(query.text()).isEqualTo("w");
                    assertThat(query.minPrice()).isEqualTo("0.5");
                    assertThat(query.descending()).isTrue();
                });
    }

    @Test
    void anAnswerThatDoesNotSayYesSaysNo() {
        assertThat(((CallFrame.Answer) decode("{\"type\":\"key_response\",\"request_id\":\"k\"}")).payload())
                .hasToString("{\"approved\":false}");
    }

    @Test
    void refusesDeepNestingLikeAnyOtherBadJson() {
        assertThat(refusal("{\"a\":" + "[".repeat(100_000))).isEqualTo(HubError.BAD_JSON);
    }

    private static ClawFrame decode(String text) {
        return ClawCodec.decode(JsonText.parse(text));
    }

    private static String serviceId(String service) {
        return register(service).serviceId();
    }

    private static ServiceFrame.Register register(String service) {
        return (ServiceFrame.Register) decode("{\"type\":\"register\",\"service\":" + service + "}");
    }

    private static ServiceQuery query(String fields) {
        return ((ServiceFrame.Discover) decode("{\"type\":\"skill_discover\"" + fields + "}")).query();
    }

    private static HubError refusal(String text) {
        return catchThrowableOfType(HubException.class, () -> decode(text)).error();
    }
}
