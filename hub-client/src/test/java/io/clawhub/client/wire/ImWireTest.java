package io.clawhub.client.wire;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Golden frames of the hub's own protocol, version 1. */
class ImWireTest {

    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123Z");

    private final ImWire wire = new ImWire(URI.create("http://h:8080"), "alice", "c1", Credential.of("ush_1"));

    @ParameterizedTest
    @CsvSource({
        "http://h:8080, ws://h:8080/im/v1/ws, http://h:8080/im/v1",
        "https://h/, wss://h/im/v1/ws, https://h/im/v1",
        "ws://h:1/im/v1/ws, ws://h:1/im/v1/ws, http://h:1/im/v1",
        "wss://h/hub/im/v1?api_key=k, wss://h/hub/im/v1/ws?api_key=k, https://h/hub/im/v1",
    })
    void findsItsAddresses(String given, String socket, String http) {
        ImWire of = new ImWire(URI.create(given), "a", "c", Credential.none());

        assertThat(of.endpoint()).hasToString(socket);
        assertThat(of.polling()).hasToString(http);
        assertThat(of.headers()).isEmpty();
    }

    @Test
    void provesItself() {
        assertThat(wire.headers()).containsExactly(Map.entry("Authorization", "Bearer ush_1"));
        assertThat(wire.credential().toString()).doesNotContain("ush_1");
    }

    @Test
    void greets() {
        assertThat(wire.greeting(new Wire.Resume(null, Map.of(), 256)))
                .containsExactly(
                        "{\"t\":\"hello\",\"v\":1,\"agent_id\":\"alice\",\"client_id\":\"c1\",\"window\":256}");
        assertThat(wire.greeting(new Wire.Resume("e1", new TreeMap<>(Map.of("dc_1", 7L, "gc_2", 1L << 50)), 10)))
                .containsExactly(
                        "{\"t\":\"hello\",\"v\":1,\"agent_id\":\"alice\",\"client_id\":\"c1\",\"epoch\":\"e1\","
                                + "\"cursors\":{\"dc_1\":7,\"gc_2\":1125899906842624},\"window\":10}");
    }

    @Test
    void sends() {
        assertThat(wire.send(OutgoingMessage.to("bob", "hi").withClientMsgId("k1")))
                .isEqualTo("{\"t\":\"send\",\"cmid\":\"k1\",\"to\":\"bob\",\"text\":\"hi\"}");
        OutgoingMessage full = OutgoingMessage.in("gc_1", "look")
                .withClientMsgId("k2")
                .withServiceId("svc")
                .withReplyTo("msg_0")
                .withMentions(List.of("all"))
                .withAttachments(List.of(new Attachment("f1", "a.png", "image/png", 3, null)))
                .withMetadata(Map.of("n", 1));
        assertThat(wire.send(full))
                .isEqualTo("{\"t\":\"send\",\"cmid\":\"k2\",\"conversation_id\":\"gc_1\",\"service_id\":\"svc\","
                        + "\"text\":\"look\",\"reply_to\":\"msg_0\",\"mentions\":[\"all\"],\"attachments\":[{\"id\":\"f1\","
                        + "\"name\":\"a.png\",\"content_type\":\"image/png\",\"size\":3}],\"metadata\":{\"n\":1}}");
    }

    @Test
    void writesTheSmallFrames() {
        assertThat(wire.ack("c", 5)).isEqualTo("{\"t\":\"ack\",\"conversation_id\":\"c\",\"seq\":5}");
        assertThat(wire.read("c", 5)).isEqualTo("{\"t\":\"read\",\"conversation_id\":\"c\",\"seq\":5}");
        assertThat(wire.window(1)).isEqualTo("{\"t\":\"window\",\"n\":1}");
        assertThat(wire.typing("bob", null, true)).isEqualTo("{\"t\":\"typing\",\"to\":\"bob\",\"on\":true}");
        assertThat(wire.ping(3)).isEqualTo("{\"t\":\"ping\",\"n\":3}");
        assertThat(wire.bye()).isEqualTo("{\"t\":\"bye\"}");
        assertThat(wire.request("r1", "members", Map.of("conversation_id", "c")))
                .isEqualTo("{\"t\":\"members\",\"conversation_id\":\"c\",\"rid\":\"r1\"}");
        assertThat(wire.notice("cancel", Map.of("run_id", "x"))).isEqualTo("{\"t\":\"cancel\",\"run_id\":\"x\"}");
    }

    @Test
    void readsADelivery() {
        WireEvent event = only(
                "{\"t\":\"deliver\",\"redelivered\":true,\"message\":{\"id\":\"msg_1\",\"client_msg_id\":\"k\","
                        + "\"conversation_id\":\"dc_1\",\"conversation_kind\":\"direct\",\"seq\":4503599627370496,\"from\":\"bob\","
                        + "\"to\":\"alice\",\"kind\":\"text\",\"text\":\"hi\",\"ts\":\"2026-11-21T10:00:00.123Z\",\"reply_to\":\"msg_0\","
                        + "\"mentions\":[\"alice\"],\"attachments\":[{\"id\":\"f\",\"name\":\"n\",\"content_type\":\"t/x\",\"size\":1,"
                        + "\"sha256\":\"00\"}],\"metadata\":{\"a\":{\"b\":[1]},\"none\":null},\"protocol\":\"claw\",\"invented\":1}}");

        assertThat(event)
                .isEqualTo(new WireEvent.Delivered(
                        new Message(
                                "msg_1",
                                "k",
                                "dc_1",
                                "direct",
                                1L << 52,
                                "bob",
                                "alice",
                                "text",
                                "hi",
                                TIME,
                                null,
                                null,
                                "msg_0",
                                List.of("alice"),
                                List.of(new Attachment("f", "n", "t/x", 1, "00")),
                                Map.of("a", Map.of("b", List.of(1))),
                                null,
                                Direction.IN,
                                null),
                        true));
    }

    @Test
    void knowsItsOwnWordsFromAnotherClient() {
        WireEvent.Delivered event = (WireEvent.Delivered) only("{\"t\":\"deliver\",\"message\":{\"id\":\"m\","
                + "\"conversation_id\":\"c\",\"seq\":1,\"from\":\"alice\",\"text\":\"x\",\"dir\":\"out\"}}");

        assertThat(event.message().direction()).isEqualTo(Direction.OUT);
        assertThat(event.message().status()).isEqualTo(Status.SENT);
    }

    @Test
    void readsAnswersToSends() {
        assertThat(only("{\"t\":\"send_ok\",\"cmid\":\"k\",\"id\":\"msg_1\",\"conversation_id\":\"c\",\"seq\":9,"
                        + "\"ts\":\"2026-11-21T10:00:00.123Z\",\"duplicate\":true}"))
                .isEqualTo(new WireEvent.SendAccepted("k", "msg_1", "c", 9, TIME, true, Status.SENT));
        assertThat(only("{\"t\":\"send_err\",\"cmid\":\"k\",\"code\":\"RATE_LIMITED\",\"message\":\"slow\","
                        + "\"recoverable\":true,\"retry_after_ms\":250}"))
                .isEqualTo(new WireEvent.SendRefused("k", new SendFailure("RATE_LIMITED", "slow", true), 250L));
    }

    @Test
    void readsTheConnectionsFrames() {
        assertThat(only("{\"t\":\"welcome\",\"v\":1,\"session_id\":\"s\",\"agent_id\":\"alice\",\"epoch\":\"e\","
                        + "\"recovered\":true,\"heartbeat_seconds\":30,\"limits\":{\"text_max_bytes\":65536},"
                        + "\"server_time\":\"2026-11-21T10:00:00Z\"}"))
                .isEqualTo(new WireEvent.Welcome("s", "e", true, 30, 65536));
        assertThat(only("{\"t\":\"caught_up\"}")).isEqualTo(new WireEvent.CaughtUp());
        assertThat(only("{\"t\":\"pong\",\"n\":4}")).isEqualTo(new WireEvent.Pong(4L));
        assertThat(only("{\"t\":\"going_away\",\"reconnect_ms\":700}")).isEqualTo(new WireEvent.GoingAway(700));
        assertThat(
                        only(
                                "{\"t\":\"error\",\"rid\":\"r\",\"code\":\"NOT_A_PARTY\",\"message\":\"no\",\"recoverable\":false}"))
                .isEqualTo(new WireEvent.Refused("r", new SendFailure("NOT_A_PARTY", "no", false), null));
    }

    @Test
    void readsHappenings() {
        assertThat(only("{\"t\":\"status\",\"conversation_id\":\"c\",\"seq\":3,\"state\":\"read\",\"by\":\"bob\"}"))
                .isEqualTo(new WireEvent.StatusAdvanced("c", 3, Status.READ, "bob"));
        assertThat(only("{\"t\":\"typing\",\"conversation_id\":\"c\",\"from\":\"bob\",\"on\":true}"))
                .isEqualTo(new WireEvent.Typing("c", "bob", true));
        assertThat(only("{\"t\":\"stream\",\"run_id\":\"r\",\"conversation_id\":\"c\",\"from\":\"bob\",\"seq\":2,"
                        + "\"op\":\"delta\",\"kind\":\"think\",\"text\":\"hm\"}"))
                .isEqualTo(new WireEvent.Streamed("r", "c", "bob", 2, 2, "delta", "think", "hm", null));
        assertThat(only("{\"t\":\"stream\",\"run_id\":\"r\",\"conversation_id\":\"c\",\"from\":\"bob\",\"seq\":9,"
                        + "\"first_seq\":1,\"op\":\"snapshot\",\"text\":\"so far\",\"message_id\":\"msg_1\"}"))
                .isEqualTo(new WireEvent.Streamed("r", "c", "bob", 1, 9, "snapshot", null, "so far", "msg_1"));
        assertThat(only("{\"t\":\"cancel\",\"run_id\":\"r\",\"conversation_id\":\"c\",\"by\":\"bob\"}"))
                .isEqualTo(new WireEvent.CancelAsked("r", "c", "bob"));
        assertThat(only("{\"t\":\"channel\",\"conversation_id\":\"ch\",\"status\":\"active\",\"service_id\":\"s\","
                        + "\"provider_id\":\"p\",\"consumer_id\":\"q\",\"by\":\"p\",\"text\":\"ok\","
                        + "\"ts\":\"2026-11-21T10:00:00.123Z\"}"))
                .isEqualTo(new WireEvent.ChannelChanged("ch", "active", "s", "p", "q", "p", "ok", TIME));
        assertThat(
                        only(
                                "{\"t\":\"group\",\"conversation_id\":\"g\",\"change\":\"joined\",\"name\":\"n\","
                                        + "\"members\":[\"a\",\"b\"],\"who\":[\"b\"],\"by\":\"a\",\"ts\":\"2026-11-21T10:00:00.123Z\"}"))
                .isEqualTo(new WireEvent.GroupChanged("g", "joined", "n", List.of("a", "b"), List.of("b"), "a", TIME));
        assertThat(only("{\"t\":\"edited\",\"conversation_id\":\"c\",\"id\":\"m\",\"by\":\"bob\",\"kind\":\"text\","
                        + "\"text\":\"anew\",\"ts\":\"2026-11-21T10:00:00.123000Z\"}"))
                .isEqualTo(new WireEvent.MessageChanged("c", "m", "edited", "bob", "anew", null, false, TIME));
        assertThat(only("{\"t\":\"reaction\",\"conversation_id\":\"c\",\"id\":\"m\",\"by\":\"bob\",\"reaction\":\"+1\","
                        + "\"on\":true,\"ts\":\"2026-11-21T10:00:00.123Z\"}"))
                .isEqualTo(new WireEvent.MessageChanged("c", "m", "reaction", "bob", null, "+1", true, TIME));
        assertThat(only("{\"t\":\"presence\",\"agent_id\":\"bob\",\"status\":\"online\"}"))
                .isEqualTo(new WireEvent.PresenceChanged("bob", "online", null));
    }

    @Test
    void readsAnswersToRequests() {
        WireEvent.Answered answer = (WireEvent.Answered) only("{\"t\":\"reply\",\"rid\":\"r\",\"has_more\":false,"
                + "\"messages\":[{\"id\":\"m\",\"conversation_id\":\"c\",\"seq\":1,\"from\":\"bob\",\"text\":\"x\"}]}");

        assertThat(answer.requestId()).isEqualTo("r");
        assertThat(answer.body()).containsOnlyKeys("has_more", "messages").containsEntry("has_more", false);
        assertThat((List<?>) answer.body().get("messages"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.class, message -> assertThat(message.text()).isEqualTo("x"));
    }

    @Test
    void ignoresWhatItDoesNotKnow() {
        assertThat(wire.read("{\"t\":\"invented_later\",\"x\":[1,2]}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"t\":7}",
                "{\"t\":\"deliver\"}",
                "{\"t\":\"send_ok\"}",
                "{\"t\":\"deliver\",\"message\":{\"id\":\"m\",\"conversation_id\":\"c\",\"from\":\"b\",\"ts\":\"noon\"}}",
                "{\"t\":\"pong\"} trailing",
            })
    void refusesWhatIsNoFrame(String text) {
        assertThatThrownBy(() -> wire.read(text))
                .isInstanceOfSatisfying(
                        HubRefused.class, refused -> assertThat(refused.code()).isEqualTo("BAD_FRAME"));
    }

    private WireEvent only(String frame) {
        List<WireEvent> events = wire.read(frame);
        assertThat(events).hasSize(1);
        return events.get(0);
    }
}
