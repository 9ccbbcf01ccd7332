package io.clawhub.events;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The JSON of each record is pinned by a file: a change that would break a reader of older records fails here. */
class GoldenFilesTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(new MessageAccepted(
                        "msg_0123456789abcdef0123456789abcdef",
                        "msg_197c5a447be1",
                        "dc_00000000000000000000000000000001",
                        ConversationKind.DIRECT,
                        "weather-consumer",
                        List.of("weather-consumer", "weather-provider"),
                        "weather-svc",
                        TextNode.valueOf("北京天气 ☀"),
                        new MessageDetails(
                                "file",
                                "msg_00000000000000000000000000000001",
                                List.of("all"),
                                List.of(new MessageDetails.Attachment("att_1", "a.txt", "text/plain", 3, null)),
                                JsonNodeFactory.instance.objectNode().put("a", 1),
                                "run_1"),
                        "c_1",
                        new Provenance("claw", "open", null),
                        new SenderProfile("Wetterfrosch", "/media/uploads/frog.png", true))),
                Arguments.of(new MessageEdited(
                        "chg_0123456789abcdef0123456789abcdef",
                        "gc_188b1f105b47",
                        "msg_0123456789abcdef0123456789abcdef",
                        "weather-provider",
                        TextNode.valueOf("sunny, after all"),
                        new MessageDetails(null, null, List.of("all"), null, null, null),
                        List.of("weather-consumer", "weather-provider"))),
                Arguments.of(new MessageDeleted(
                        "chg_0123456789abcdef0123456789abcdef",
                        "gc_188b1f105b47",
                        "msg_0123456789abcdef0123456789abcdef",
                        "weather-provider",
                        List.of("weather-consumer", "weather-provider"))),
                Arguments.of(new ReactionChanged(
                        "chg_0123456789abcdef0123456789abcdef",
                        "gc_188b1f105b47",
                        "msg_0123456789abcdef0123456789abcdef",
                        "weather-consumer",
                        "\u2600",
                        true,
                        List.of("weather-consumer", "weather-provider"))),
                Arguments.of(new ConversationOpened(
                        "ch_188b1f105b47",
                        ConversationKind.SERVICE,
                        "weather-svc",
                        "Weather",
                        List.of(new Member("weather-provider", "provider")),
                        AT)),
                Arguments.of(new ConversationChanged(
                        "chg_ch_188b1f105b47_1",
                        "ch_188b1f105b47",
                        ConversationKind.CHANNEL,
                        ConversationStatus.REJECTED,
                        "weather-svc",
                        List.of(new Member("weather-provider", "provider"), new Member("weather-consumer", "consumer")),
                        "weather-provider",
                        "req_0123456789ab",
                        "Service unavailable",
                        AT)),
                Arguments.of(new StreamEvent.CallMade(
                        "call_1",
                        StreamEvent.CallKind.CALL,
                        "weather-svc",
                        "weather-consumer",
                        TextNode.valueOf("now"),
                        "gateway-1",
                        "gateway-2",
                        1_767_323_045_678L)),
                Arguments.of(new StreamEvent.CallAnswered("call_1", TextNode.valueOf("sunny"), null, "gateway-2")),
                Arguments.of(new StreamEvent.MessageDelivered("msg_0123456789abcdef0123456789abcdef", "gateway-2")),
                Arguments.of(new DirectoryChanged(DirectoryChanged.Entity.SERVICE, "weather-svc")),
                Arguments.of(new MemberJoined(
                        "chg_1",
                        "gc_188b1f105b47",
                        "Forecasters",
                        new Member("weather-consumer", "member"),
                        "weather-provider",
                        AT,
                        List.of("weather-consumer", "weather-provider"))),
                Arguments.of(new MemberLeft(
                        "chg_2",
                        "gc_188b1f105b47",
                        "weather-consumer",
                        "weather-provider",
                        AT,
                        List.of("weather-provider"))),
                Arguments.of(new HistoryCleared("dc_1", "weather-consumer", 41, AT)),
                Arguments.of(
                        new StreamEvent.TypingShown("dc_1", "weather-consumer", true, List.of("weather-provider"))),
                Arguments.of(new StreamEvent.RunMoved(
                        "run_1",
                        "dc_1",
                        "weather-provider",
                        "msg_1",
                        "msg_0",
                        1,
                        2,
                        StreamEvent.RunStep.DELTA,
                        "text",
                        "sun",
                        List.of("weather-consumer"))),
                Arguments.of(new StreamEvent.RunCancelAsked(
                        "run_1", "dc_1", "weather-consumer", List.of("weather-provider"))),
                Arguments.of(new StreamEvent.RunSnapshotAsked("dc_1", "weather-consumer", List.of("weather-provider"))),
                Arguments.of(new StreamEvent.RunFinished("run_2", "dc_1", "cancelled", List.of("weather-consumer"))),
                Arguments.of(new StreamEvent.ClientReplaced(
                        "weather-consumer", "c_1", "conn_2", 1_767_323_045_678L, List.of("weather-consumer"))),
                Arguments.of(new CursorMoved(
                        "weather-consumer", "claw", "ch_188b1f105b47", 42, 0, List.of("weather-provider"))),
                Arguments.of(
                        new ActivityRecorded("weather-consumer", "gateway-1", ActivityRecorded.Kind.CONNECTED, 2, AT)),
                Arguments.of(new PresenceChanged("weather-consumer", true, AT, 7)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsAndWritesTheGoldenFile(Object event) throws IOException {
        ObjectMapper json = new ObjectMapper();
        byte[] golden = golden(event.getClass());
        assertThat(json.readTree(EventJson.write(event))).isEqualTo(json.readTree(golden));
        assertThat((Object) EventJson.read(EventHeaders.of(event.getClass()), golden, event.getClass()))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void ignoresFieldsOfALaterVersion(Object event) throws IOException {
        String later = new String(golden(event.getClass()), UTF_8).replaceFirst("\\{", "{\"fromTheFuture\": [1],");
        assertThat((Object) EventJson.read(EventHeaders.of(event.getClass()), later.getBytes(UTF_8), event.getClass()))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{} {}", "{\"conversationId\":[]}", "{\"conversationId\":null}"})
    void refusesAnUnreadableValue(String value) {
        var headers = EventHeaders.of(MessageAccepted.class);
        assertThatThrownBy(() -> EventJson.readChatEvent(headers, value.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class);
    }

    private byte[] golden(Class<?> type) throws IOException {
        try (var file = getClass().getResourceAsStream("/events/" + type.getSimpleName() + ".json")) {
            assertThat(file).as("golden file of " + type.getSimpleName()).isNotNull();
            return file.readAllBytes();
        }
    }
}
