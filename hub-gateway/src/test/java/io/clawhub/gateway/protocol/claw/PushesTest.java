package io.clawhub.gateway.protocol.claw;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.json.JsonText;

import static org.assertj.core.api.Assertions.assertThat;

class PushesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "PENDING,c,chat_request,-,c",
                "ACTIVE,p,-,chat_accept,p",
                "REJECTED,p,-,chat_reject,p",
                "REJECTED,-,-,chat_reject,p",
                "ENDED,c,chat_end,-,c",
                "ENDED,p,-,chat_end,p",
                "ENDED,-,chat_end,chat_end,-"
            })
    void aChangeIsToldToWhomItConcernsInAFormThatNoClientDiesOf(
            ConversationStatus status, String by, String toProvider, String toConsumer, String sender) {
        for (String participant : List.of("p", "c")) {
            String type = "p".equals(participant) ? toProvider : toConsumer;
            String frame = Pushes.frame(change(status, by), participant, false, false);
            if (type == null) {
                assertThat(frame).isNull();
            } else {
                JsonNode json = JsonText.parse(frame);
                assertThat(json.path("type").textValue()).isEqualTo(type);
                assertThat(json.path("channel_id").textValue()).isEqualTo("ch_1");
                assertThat(json.path("content").isTextual()).isTrue();
                assertThat(json.path("sender_id").textValue())
                        .isEqualTo(sender != null ? sender : "p".equals(participant) ? "c" : "p");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CallKind.class)
    void aCallCarriesItsIdAndASender(CallKind kind) {
        JsonNode payload =
                JsonText.parse("{\"method\":\"m\",\"params\":{\"x\":1},\"tunnel_id\":\"t\",\"purpose\":\"why\"}");

        JsonNode frame =
                JsonText.parse(Pushes.frame(new Push.CallArrived("call_1", kind, "w", "c", payload), "p", true, true));

        assertThat(frame.path("request_id").textValue()).isEqualTo("call_1");
        assertThat(frame.path("service_id").textValue()).isEqualTo("w");
        assertThat(frame.path("sender_id").textValue()).isEqualTo("c");
        assertThat(frame.path("content").isTextual()).isTrue();
        assertThat(frame.path("type").textValue()).isIn("request", "key_request", "channel_request");
    }

    @Test
    void aRequestWithoutParametersHasNone() {
        Push call = new Push.CallArrived("call_1", CallKind.CALL, "w", "c", JsonText.parse("{\"method\":\"m\"}"));

        assertThat(JsonText.parse(Pushes.frame(call, "p", true, true))
                        .path("params")
                        .isObject())
                .isTrue();
    }

    private static Push change(ConversationStatus status, String by) {
        return new Push.ChannelChanged(new ConversationChanged(
                "chg_ch_1_1",
                "ch_1",
                ConversationKind.CHANNEL,
                status,
                "w",
                List.of(new Member("p", "provider"), new Member("c", "consumer")),
                by,
                "req_1",
                null,
                Instant.EPOCH));
    }
}
