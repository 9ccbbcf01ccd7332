package io.clawhub.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Frames that no good client sends: who sent them is told as its dialect allows, and nobody else notices. */
@ExtendWith(CalmHub.class)
class BadInputIT {

    private static final String LONG = "x".repeat(10_000);
    private static final String BAD_JSON = "BAD_JSON";
    private static final String MISSING_FIELDS = "MISSING_FIELDS";
    private static final String INVALID_ID = "INVALID_ID";
    private static final int TOO_BIG = 1009;
    private static final int NOT_UTF_8 = 1007;

    private static Bystanders bystanders;

    private final HubProcesses hub;
    private final String agent = Names.fresh("agent");
    private final String target = Names.fresh("target");

    BadInputIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeAll
    static void start(HubProcesses hub) {
        bystanders = new Bystanders(hub);
    }

    @AfterEach
    void nobodyElseNoticed() {
        bystanders.assertUndisturbed();
    }

    @AfterAll
    static void stop() {
        if (bystanders != null) {
            bystanders.close();
        }
    }

    static Stream<Arguments> badFrames() {
        return Stream.of(
                arguments("not JSON", BAD_JSON, "hello"),
                arguments("nothing", BAD_JSON, ""),
                arguments("half of it", BAD_JSON, "{\"type\":\"ping\""),
                arguments("two of it", BAD_JSON, "{\"type\":\"ping\"}{\"type\":\"ping\"}"),
                arguments("array", BAD_JSON, "[{\"type\":\"ping\"}]"),
                arguments("deep", BAD_JSON, message("\"to\"", "[".repeat(5_000) + "]".repeat(5_000))),
                arguments("number of 5000 digits", BAD_JSON, message("\"to\"", "9".repeat(5_000))),
                arguments("unknown type", "UNKNOWN_TYPE", "{\"type\":\"nonsense\"}"),
                arguments("no type", MISSING_FIELDS, "{}"),
                arguments("type of a wrong type", MISSING_FIELDS, "{\"type\":7}"),
                arguments("target of a wrong type", MISSING_FIELDS, message("12", "\"hi\"")),
                arguments("no content", MISSING_FIELDS, "{\"type\":\"chat_message\",\"target_agent\":\"to\"}"),
                arguments("nobody to tell", "TARGET_REQUIRED", "{\"type\":\"chat_message\",\"content\":\"hi\"}"),
                arguments("long target", INVALID_ID, message("\"" + LONG + "\"", "\"hi\"")),
                arguments("null in the target", INVALID_ID, message("\"a\\u0000b\"", "\"hi\"")),
                arguments("empty target", "TARGET_REQUIRED", message("\"\"", "\"hi\"")),
                arguments("long channel", INVALID_ID, history(LONG)),
                arguments("null in the channel", INVALID_ID, history("a\\u0000b")),
                arguments("null in the text", "INVALID_TEXT", message("\"to\"", "\"a\\u0000b\"")),
                arguments("null deep in the content", "INVALID_TEXT", message("\"to\"", "{\"a\":[\"\\u0000\"]}")),
                arguments("null in a name", "INVALID_TEXT", message("\"to\"", "{\"\\u0000\":1}")),
                arguments("half a character", "INVALID_TEXT", message("\"to\"", "\"\\ud800\"")),
                arguments("long text", "MESSAGE_TOO_LARGE", message("\"to\"", "\"" + "x".repeat(70_000) + "\"")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badFrames")
    void senderIsToldAsItsDialectAllows(String what, String code, String frame) {
        try (Agent introduced = Agent.introduced(hub, 1, agent);
                Agent plain = Agent.plain(hub, 1, agent);
                Agent receiver = Agent.plain(hub, 1, target)) {
            introduced.socket().send(frame);
            plain.socket().send(frame);
            plain.say(target, "still here");

            JsonNode error = introduced.awaitFrame(answer -> "error".equals(Frames.type(answer)));
            assertThat(error.path("error_code").asText()).as(what).isEqualTo(code);
            receiver.awaitTexts(List.of("still here"));
            if (frame.contains("chat_history")) {
                // Its client takes the next frame for the history, so it gets one: empty, with the reason.
                assertThat(plain.awaitFrame(answer -> "chat_history_response".equals(Frames.type(answer)))
                                .path("error_code")
                                .asText())
                        .isEqualTo(code);
            } else {
                plain.assertToldNothingButMessages();
            }
            assertThat(List.of(introduced, plain)).allMatch(Agent::isOpen);
        }
    }

    /** A register frame asks for its answer, so even a plain client gets one. */
    @Test
    void registrationIsRefusedWithAnAnswer() {
        try (Agent plain = Agent.plain(hub, 1, agent)) {
            plain.socket().send("{\"type\":\"register\",\"request_id\":\"r1\",\"service\":[]}");

            JsonNode error = plain.awaitFrame(answer -> "error".equals(Frames.type(answer)));
            assertThat(error.path("error_code").asText()).isEqualTo(MISSING_FIELDS);
            assertThat(error.path("request_id").asText()).isEqualTo("r1");
        }
    }

    @Test
    void binaryFrameOfJsonIsTaken() {
        try (Agent sender = Agent.plain(hub, 1, agent);
                Agent receiver = Agent.plain(hub, 1, target)) {
            String frame =
                    Frames.chatMessage(Names.messageId(), target, "grüß dich").toString();

            sender.socket().sendBinary(frame.getBytes(StandardCharsets.UTF_8));

            receiver.awaitTexts(List.of("grüß dich"));
        }
    }

    @Test
    void binaryFrameOfAnythingElseIsRefused() {
        try (Agent introduced = Agent.introduced(hub, 1, agent);
                Agent plain = Agent.plain(hub, 1, agent);
                Agent receiver = Agent.plain(hub, 1, target)) {
            byte[] garbage = {(byte) 0xff, (byte) 0xfe, 0, 1};
            introduced.socket().sendBinary(garbage);
            plain.socket().sendBinary(garbage);
            plain.say(target, "still here");

            JsonNode error = introduced.awaitFrame(answer -> "error".equals(Frames.type(answer)));
            assertThat(error.path("error_code").asText()).isEqualTo(BAD_JSON);
            receiver.awaitTexts(List.of("still here"));
            plain.assertToldNothingButMessages();
        }
    }

    @Test
    void frameOfTwoMebibytesClosesTheConnection() {
        try (Agent sender = Agent.plain(hub, 1, agent)) {
            sender.socket().sendBlindly(message("\"" + target + "\"", "\"" + "x".repeat(2 << 20) + "\""));

            assertThat(sender.socket().closeCode()).isEqualTo(TOO_BIG);
        }
    }

    @Test
    void frameOfTwoMebibytesInOnePieceClosesTheConnection() {
        try (RawSocket sender = new RawSocket(hub.gateway(1).port(), agent)) {
            // The hub need not take all of it before it closes.
            CompletableFuture.runAsync(() -> sender.sendText(new byte[2 << 20]));

            assertThat(sender.closeCode()).isEqualTo(TOO_BIG);
        }
    }

    @Test
    void textThatIsNotUtf8ClosesTheConnection() {
        try (RawSocket sender = new RawSocket(hub.gateway(1).port(), agent)) {
            sender.sendText(new byte[] {(byte) 0xff, (byte) 0xfe});

            assertThat(sender.closeCode()).isEqualTo(NOT_UTF_8);
        }
    }

    @Test
    void impossibleAgentIdIsRefusedAtTheDoor() {
        try (RawSocket tooLong = new RawSocket(hub.gateway(1).port(), "x".repeat(300))) {
            assertThat(tooLong.status()).isEqualTo("400");
        }
    }

    private static String message(String targetJson, String contentJson) {
        return "{\"type\":\"chat_message\",\"target_agent\":" + targetJson + ",\"content\":" + contentJson + "}";
    }

    private static String history(String channelId) {
        return "{\"type\":\"chat_history\",\"channel_id\":\"" + channelId + "\"}";
    }
}
