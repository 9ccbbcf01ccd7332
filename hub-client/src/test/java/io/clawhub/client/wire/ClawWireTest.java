package io.clawhub.client.wire;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Golden frames of dialect A, some of them taken from the wire between the reference client and server. */
class ClawWireTest {

    private static final URI URL = URI.create("ws://h:8765");

    private final ClawWire wire = new ClawWire(URL, "alice", Credential.of("ush_1"), true);

    @Test
    void namesTheAgentTwice() {
        assertThat(wire.headers())
                .containsOnly(Map.entry("X-Agent-Id", "alice"), Map.entry("Authorization", "Bearer ush_1"));
        assertThat(wire.greeting(new Wire.Resume(null, Map.of(), 1)))
                .containsExactly("{\"type\":\"connect\",\"client_type\":\"chat\",\"agent_id\":\"alice\","
                        + "\"capabilities\":[\"ack\"]}");
        assertThat(new ClawWire(URL, "天气", Credential.none(), false).headers()).isEmpty();
    }

    @Test
    void expectsAcksOnlyOfHubsThatGiveThem() {
        assertThat(wire.answersSends()).isFalse();

        wire.read(
                "{\"type\":\"connected\",\"client_id\":\"76e0452d\",\"client_type\":\"chat\",\"agent_id\":\"alice\"}");
        assertThat(wire.answersSends()).isTrue();

        // The reference server says neither who the agent is nor what became of its messages.
        wire.read("{\"type\":\"connected\",\"client_id\":\"76e0452d\",\"client_type\":\"chat\"}");
        assertThat(wire.answersSends()).isFalse();
    }

    @Test
    void doesNotExpectAcksItDidNotAskFor() {
        ClawWire plain = new ClawWire(URL, "alice", Credential.none(), false);

        plain.read(
                "{\"type\":\"connected\",\"client_id\":\"76e0452d\",\"client_type\":\"chat\",\"agent_id\":\"alice\"}");

        assertThat(plain.answersSends()).isFalse();
    }

    @Test
    void isWelcomeAndCaughtUpAtOnce() {
        assertThat(wire.read("{\"type\":\"connected\",\"client_id\":\"76e0452d\",\"client_type\":\"chat\"}"))
                .containsExactly(new WireEvent.Welcome("76e0452d", null, true, 0, 0), new WireEvent.CaughtUp());
    }

    @Test
    void sends() {
        assertThat(wire.send(OutgoingMessage.to("bob", "hi").withClientMsgId("msg_1")))
                .isEqualTo("{\"type\":\"chat_message\",\"message_id\":\"msg_1\",\"sender_id\":\"alice\","
                        + "\"target_agent\":\"bob\",\"content\":\"hi\"}");
        assertThat(wire.send(
                        OutgoingMessage.in("ch_1", "hi").withServiceId("svc").withClientMsgId("msg_1")))
                .isEqualTo("{\"type\":\"chat_message\",\"message_id\":\"msg_1\",\"sender_id\":\"alice\","
                        + "\"service_id\":\"svc\",\"channel_id\":\"ch_1\",\"content\":\"hi\"}");
    }

    @Test
    void asksInTheProtocolsOwnWords() {
        assertThat(wire.request("r", "channel_request", Map.of("service_id", "svc")))
                .isEqualTo(
                        "{\"type\":\"chat_request\",\"service_id\":\"svc\",\"consumer_id\":\"alice\",\"request_id\":\"r\"}");
        assertThat(wire.request("r", "history", Map.of("conversation_id", "ch_1")))
                .isEqualTo(
                        "{\"type\":\"chat_history\",\"channel_id\":\"ch_1\",\"agent_id\":\"alice\",\"request_id\":\"r\"}");
        assertThat(wire.request("r", "service_register", Map.of("service_id", "svc")))
                .isEqualTo("{\"type\":\"register\",\"service\":{\"id\":\"svc\"},\"request_id\":\"r\"}");
        assertThat(wire.notice("channel_end", Map.of("conversation_id", "ch_1")))
                .isEqualTo("{\"type\":\"chat_end\",\"channel_id\":\"ch_1\",\"agent_id\":\"alice\"}");
        assertThat(wire.request("r", "group_create", Map.of())).isNull();
        assertThat(wire.ack("c", 1)).isNull();
        assertThat(wire.bye()).isNull();
    }

    @Test
    void readsMessagesOfBothHubs() {
        // Of the reference server: no channel, no target, an offset in the time.
        assertThat(wire.read("{\"type\":\"chat_message\",\"message_id\":\"msg_197c5a447be1\",\"sender_id\":\"bob\","
                        + "\"service_id\":\"weather-svc\",\"content\":\"hello svc\","
                        + "\"timestamp\":\"2026-11-21T00:49:55.396988+00:00\"}"))
                .containsExactly(new WireEvent.Delivered(
                        message("msg_197c5a447be1", "msg_197c5a447be1", null, null, "weather-svc", "hello svc"),
                        false));
        assertThat(
                        wire.read(
                                "{\"type\":\"chat_message\",\"message_id\":\"k\",\"hub_message_id\":\"msg_9\","
                                        + "\"channel_id\":\"dc_1\",\"sender_id\":\"bob\",\"content\":{\"a\":1},"
                                        + "\"timestamp\":\"2026-11-21T00:49:55.396988Z\",\"target_agent\":\"alice\",\"service_id\":null}"))
                .containsExactly(
                        new WireEvent.Delivered(message("msg_9", "k", "dc_1", "alice", null, "{\"a\":1}"), false));
    }

    @Test
    void readsAcks() {
        assertThat(wire.read("{\"type\":\"chat_message_ack\",\"message_id\":\"k\",\"hub_message_id\":\"msg_9\","
                        + "\"status\":\"delivered\",\"channel_id\":\"dc_1\"}"))
                .containsExactly(new WireEvent.SendAccepted("k", "msg_9", "dc_1", 0, null, false, Status.DELIVERED));
        assertThat(wire.read("{\"type\":\"chat_message_ack\",\"message_id\":\"k\",\"status\":\"pending\"}"))
                .containsExactly(new WireEvent.SendAccepted("k", "k", null, 0, null, false, Status.SENT));
        assertThat(wire.read("{\"type\":\"chat_message_ack\",\"message_id\":\"k\",\"status\":\"failed\","
                        + "\"error_code\":\"CHANNEL_ENDED\",\"message\":\"over\",\"retryable\":false}"))
                .containsExactly(new WireEvent.SendRefused("k", new SendFailure("CHANNEL_ENDED", "over", false), null));
    }

    @Test
    void readsSessions() {
        assertThat(
                        wire.read(
                                "{\"type\":\"chat_request\",\"request_id\":\"r\",\"channel_id\":\"ch\",\"provider_id\":\"alice\","
                                        + "\"consumer_id\":\"bob\",\"service_id\":\"svc\",\"sender_id\":\"bob\",\"content\":\"please\"}"))
                .containsExactly(
                        new WireEvent.ChannelChanged("ch", "pending", "svc", "alice", "bob", "bob", "please", null));
        List<WireEvent> accepted = wire.read("{\"type\":\"chat_accept\",\"request_id\":\"r\",\"channel_id\":\"ch\","
                + "\"provider_id\":\"bob\",\"consumer_id\":\"alice\",\"sender_id\":\"bob\",\"content\":\"\"}");
        assertThat(((WireEvent.Answered) accepted.get(0)).body())
                .containsEntry("status", "accepted")
                .containsEntry("conversation_id", "ch");
        List<WireEvent> rejected = wire.read("{\"type\":\"chat_reject\",\"request_id\":\"r\",\"reason\":\"busy\","
                + "\"error_code\":\"SERVICE_OFFLINE\",\"sender_id\":\"hub\",\"content\":\"\"}");
        assertThat(((WireEvent.Answered) rejected.get(0)).body())
                .containsEntry("status", "rejected")
                .containsEntry("reason", "busy");
        assertThat(wire.read("{\"type\":\"chat_end\",\"channel_id\":\"ch\",\"agent_id\":\"bob\",\"reason\":\"done\","
                        + "\"sender_id\":\"bob\",\"content\":\"\"}"))
                .containsExactly(new WireEvent.ChannelChanged("ch", "ended", null, null, null, "bob", "done", null));
    }

    @Test
    void readsErrors() {
        assertThat(wire.read(
                        "{\"type\":\"error\",\"request_id\":\"r\",\"error_code\":\"NOT_A_PARTY\",\"message\":\"no\","
                                + "\"details\":{\"retryable\":true}}"))
                .containsExactly(new WireEvent.Refused("r", new SendFailure("NOT_A_PARTY", "no", true), null));
        assertThat(wire.read("{\"type\":\"chat_history_response\",\"request_id\":\"r\",\"error_code\":\"NOT_A_PARTY\","
                        + "\"messages\":[]}"))
                .containsExactly(new WireEvent.Refused("r", new SendFailure("NOT_A_PARTY", null, false), null));
    }

    @Test
    void ignoresBroadcastsOfTheReferenceServer() {
        assertThat(wire.read("{\"type\":\"metadata_list\",\"services\":[],\"timestamp\":\"x\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[1]", "{\"type\":7}", "{\"type\":\"chat_message\",\"content\":\"x\"}"})
    void refusesWhatIsNoFrame(String text) {
        assertThatThrownBy(() -> wire.read(text))
                .isInstanceOfSatisfying(
                        HubRefused.class, refused -> assertThat(refused.code()).isEqualTo("BAD_FRAME"));
    }

    private static Message message(
            String id, String clientMsgId, String channel, String to, String service, String text) {
        return new Message(
                id,
                clientMsgId,
                channel,
                null,
                0,
                "bob",
                to,
                "text",
                text,
                Instant.parse("2026-11-21T00:49:55.396988Z"),
                null,
                service,
                null,
                null,
                null,
                null,
                null,
                Direction.IN,
                null);
    }
}
