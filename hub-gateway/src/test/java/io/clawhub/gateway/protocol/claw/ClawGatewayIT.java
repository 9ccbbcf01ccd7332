package io.clawhub.gateway.protocol.claw;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The protocol on a gateway whose history-service is down: live chat, refusals, registration. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ClawGatewayIT.WithoutHistory.class)
class ClawGatewayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nobody listens there, so a connection goes live soon. */
    public static final class WithoutHistory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.history.url", "http://127.0.0.1:1", "hub.delivery.catch-up-wait", "PT0.01S");
        }
    }

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<FrameSocket> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @AfterEach
    void close() {
        open.forEach(FrameSocket::close);
    }

    @Test
    void twoPlainAgentsTalkBothWays() {
        FrameSocket provider = plain("provider");
        FrameSocket consumer = plain("consumer");

        say(consumer, "provider", "weather?");
        JsonNode question = json(provider.next());
        say(provider, question.path("sender_id").textValue().substring(run.length()), "sunny");
        JsonNode answer = json(consumer.next());

        assertThat(question.path("type").textValue()).isEqualTo("chat_message");
        assertThat(question.path("sender_id").textValue()).isEqualTo(run + "consumer");
        assertThat(question.path("content").textValue()).isEqualTo("weather?");
        assertThat(question.path("message_id").textValue()).startsWith("msg_");
        assertThat(question.path("timestamp").textValue()).endsWith("Z");
        assertThat(answer.path("content").textValue()).isEqualTo("sunny");
        assertThat(answer.path("channel_id")).isEqualTo(question.path("channel_id"));
    }

    @Test
    void agentsOfBothDialectsTalk() {
        FrameSocket a = plain("a");
        FrameSocket a0 = connect(Map.of());
        a0.send("{\"type\":\"connect\",\"client_type\":\"chat\",\"agent_id\":\"" + run + "a0\"}");
        JsonNode connected = json(a0.next());

        a0.send("{\"type\":\"chat_message\",\"target_agent\":\"" + run
                + "a\",\"content\":\"from A0\",\"service_id\":null}");
        JsonNode message = json(a.next());
        say(a, "a0", "from A");

        assertThat(connected.path("type").textValue()).isEqualTo("connected");
        assertThat(connected.path("client_id").textValue()).matches("[0-9a-f]{8}");
        assertThat(connected.path("client_type").textValue()).isEqualTo("chat");
        assertThat(message.path("sender_id").textValue()).isEqualTo(run + "a0");
        assertThat(json(a0.next(frame -> frame.contains("chat_message\"")))
                        .path("content")
                        .textValue())
                .isEqualTo("from A");
    }

    @Test
    void keepsTheOrderOfABurst() {
        FrameSocket receiver = plain("r");
        FrameSocket sender = plain("s");

        for (int i = 0; i < 500; i++) {
            say(sender, "r", "m" + i);
        }

        for (int i = 0; i < 500; i++) {
            assertThat(json(receiver.next()).path("content").textValue()).isEqualTo("m" + i);
        }
    }

    @Test
    void acksWhoAsksWithTheRealState() {
        FrameSocket receiver = plain("r");
        FrameSocket sender = open(FrameSocket.connect(url() + "?ack=1", Map.of("X-Agent-Id", run + "s")));

        sender.send(message("r", "\"id-0\"", "is it past its grace time?"));
        receiver.next();
        sender.next();
        sender.send(message("r", "\"id-1\"", "hi"));
        JsonNode delivered = json(sender.next());
        sender.send(message("nobody", "\"id-2\"", "hi"));
        JsonNode pending = json(sender.next());

        assertThat(delivered.path("type").textValue()).isEqualTo("chat_message_ack");
        assertThat(delivered.path("message_id").textValue()).isEqualTo("id-1");
        assertThat(delivered.path("status").textValue()).isEqualTo("delivered");
        assertThat(pending.path("status").textValue()).isEqualTo("pending");
        assertThat(json(receiver.next()).path("message_id").textValue()).isEqualTo("id-1");
    }

    @Test
    void registersAServiceOnceAndKeepsItsLobby() {
        FrameSocket owner = plain("owner");
        FrameSocket thief = plain("thief");

        JsonNode first = register(owner);
        JsonNode again = register(owner);
        JsonNode refused = register(thief);

        assertThat(first.path("type").textValue()).isEqualTo("registered");
        assertThat(first.path("channel_id").textValue()).matches("ch_[0-9a-f]{12}");
        assertThat(first.path("status").textValue()).isEqualTo("online");
        assertThat(again.path("channel_id")).isEqualTo(first.path("channel_id"));
        assertThat(refused.path("type").textValue()).isEqualTo("error");
        assertThat(refused.path("error_code").textValue()).isEqualTo("NOT_SERVICE_OWNER");
        assertThat(refused.path("request_id").textValue()).isEqualTo("r1");
    }

    @Test
    void aServiceIsReachedByItsId() {
        FrameSocket owner = plain("owner");
        JsonNode registered = register(owner);
        FrameSocket consumer = plain("consumer");

        consumer.send("{\"type\":\"chat_message\",\"service_id\":\"" + run + "svc\",\"content\":\"?\"}");
        JsonNode question = json(owner.next());

        assertThat(question.path("channel_id")).isEqualTo(registered.path("channel_id"));
        assertThat(question.path("service_id").textValue()).isEqualTo(run + "svc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|BAD_JSON",
                "[1]|BAD_JSON",
                "{\"type\":\"bid_create\"}|UNKNOWN_TYPE",
                "{\"type\":\"chat_message\",\"target_agent\":\"x\"}|MISSING_FIELDS",
                "{\"type\":\"chat_message\",\"target_agent\":7,\"content\":\"x\"}|MISSING_FIELDS",
                "{\"type\":\"chat_message\",\"content\":\"x\"}|TARGET_REQUIRED",
                "{\"type\":\"chat_message\",\"target_agent\":\"x\",\"content\":\"a\\u0000b\"}|INVALID_TEXT",
                "{\"type\":\"chat_message\",\"target_agent\":\"a\\u0000\",\"content\":\"x\"}|INVALID_ID",
                "{\"type\":\"chat_message\",\"sender_id\":\"somebody-else\",\"target_agent\":\"x\",\"content\":\"x\"}|IDENTITY_MISMATCH",
                "{\"type\":\"chat_history\",\"limit\":5}|HISTORY_UNAVAILABLE"
            })
    void tellsWhatIsWrongToWhoCanHearIt(String frame, String code) {
        FrameSocket client = connect(Map.of());
        client.send("{\"type\":\"connect\",\"agent_id\":\"" + run + "a0\"}");
        client.next();

        client.send(frame);

        assertThat(json(client.next()).path("error_code").textValue()).isEqualTo(code);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void aPlainAgentIsNeverToldAnythingButMessages() {
        FrameSocket agent = plain("agent");
        FrameSocket other = plain("other");

        for (String bad : List.of(
                "not json",
                "[]",
                "{}",
                "{\"type\":\"bid_create\"}",
                "{\"type\":\"chat_message\"}",
                message("x".repeat(10_000), "null", "long id"),
                message("other", "null", "x".repeat(100_000)),
                "{\"type\":\"chat_message\",\"sender_id\":\"forged\",\"target_agent\":\"" + run
                        + "other\",\"content\":\"forged\"}")) {
            agent.send(bad);
        }
        agent.sendBinary(new byte[] {(byte) 0xff, (byte) 0xfe});
        say(agent, "other", "still here");
        assertThat(json(other.next()).path("content").textValue()).isEqualTo("still here");
        say(other, "agent", "and you");

        JsonNode only = json(agent.next());

        assertThat(only.path("content").textValue()).isEqualTo("and you");
        assertThat(only.path("sender_id").textValue()).isEqualTo(run + "other");
    }

    @Test
    void answersEveryQuestionOfAFlood() {
        FrameSocket client = connect(Map.of());
        client.send("{\"type\":\"connect\",\"agent_id\":\"" + run + "flood\"}");
        client.next();

        for (int i = 0; i < 200; i++) {
            client.send("{\"type\":\"chat_history\",\"request_id\":\"q" + i + "\"}");
        }

        for (int i = 0; i < 200; i++) {
            assertThat(json(client.next()).path("error_code").textValue()).isIn("HISTORY_UNAVAILABLE", "RATE_LIMITED");
        }
    }

    @Test
    void takesJsonFromABinaryFrame() {
        FrameSocket receiver = plain("r");
        FrameSocket sender = plain("s");

        sender.sendBinary(message("r", "null", "☀").getBytes(UTF_8));

        assertThat(json(receiver.next()).path("content").textValue()).isEqualTo("☀");
    }

    @Test
    void anOversizedFrameClosesItsOwnConnectionOnly() {
        FrameSocket receiver = plain("r");
        FrameSocket other = plain("other");
        FrameSocket big = plain("big");

        big.sendBlindly(message("r", "null", "x".repeat(2 * 1024 * 1024)));

        assertThat(big.closeCode()).isEqualTo(1009);
        say(other, "r", "undisturbed");
        assertThat(json(receiver.next()).path("content").textValue()).isEqualTo("undisturbed");
    }

    @Test
    void anImpossibleAgentIdIsRefusedAtTheDoor() {
        assertThatThrownBy(() -> FrameSocket.connect(url(), Map.of("X-Agent-Id", "x".repeat(1_000))))
                .rootCause()
                .hasMessageContaining("400");
    }

    @Test
    void aPageOfAForeignOriginIsRefusedAtTheDoor() {
        assertThatThrownBy(() -> FrameSocket.connect(url(), Map.of("Origin", "https://elsewhere.example")))
                .rootCause()
                .hasMessageContaining("403");
        open(FrameSocket.connect(url(), Map.of("Origin", "http://localhost:3000")));
    }

    /** The client that names itself by a frame, says something and is gone before the hub has looked up who it is. */
    @Test
    void whatIsSaidBeforeGoingCounts() {
        FrameSocket receiver = plain("r");
        for (int i = 0; i < 10; i++) {
            FrameSocket passing = FrameSocket.connect(url(), Map.of());
            passing.send("{\"type\":\"connect\",\"client_type\":\"chat\",\"agent_id\":\"" + run + "p" + i + "\"}");
            passing.send("{\"type\":\"chat_message\",\"message_id\":\"m\",\"target_agent\":\"" + run
                    + "r\",\"content\":\"bye\"}");
            passing.close();
        }

        for (int i = 0; i < 10; i++) {
            assertThat(json(receiver.next()).path("content").textValue()).isEqualTo("bye");
        }
    }

    @Test
    void aRepeatedMessageArrivesOnce() {
        FrameSocket receiver = plain("r");
        FrameSocket sender = plain("s");

        sender.send(message("r", "\"same\"", "once"));
        sender.send(message("r", "\"same\"", "once"));
        say(sender, "r", "next");

        assertThat(json(receiver.next()).path("content").textValue()).isEqualTo("once");
        assertThat(json(receiver.next()).path("content").textValue()).isEqualTo("next");
    }

    @Test
    void dialectBTalksToDialectA() {
        FrameSocket a = plain("a");
        FrameSocket b = connect(Map.of());
        String id = UUID.randomUUID().toString().substring(0, 8);
        String head = "\"request_id\":\"r1\",\"client_id\":\"" + id + "\"";

        b.send("{\"type\":\"chat\",\"target\":\"" + run + "a\",\"content\":\"from B\",\"service_id\":null,\"sender\":\""
                + id + "\"," + head + "}");
        JsonNode result = json(b.next());
        JsonNode message = json(a.next());
        a.send("{\"type\":\"chat_message\",\"target_agent\":\"" + id + "\",\"content\":\"from A\"}");
        JsonNode answer = json(b.next());

        assertThat(result.path("type").textValue()).isEqualTo("chat_result");
        assertThat(result.path("request_id").textValue()).isEqualTo("r1");
        assertThat(result.path("channel_id")).isEqualTo(message.path("channel_id"));
        assertThat(message.path("type").textValue()).isEqualTo("chat_message");
        assertThat(message.path("sender_id").textValue()).isEqualTo(id);
        assertThat(answer.path("type").textValue()).isEqualTo("message");
        assertThat(answer.path("sender").textValue()).isEqualTo(run + "a");
        b.send("{\"type\":\"history\",\"limit\":5," + head + "}");
        assertThat(json(b.next()).path("error_code").textValue()).isEqualTo("HISTORY_UNAVAILABLE");
        b.send("{\"type\":\"listing_create\"," + head + "}");
        assertThat(json(b.next()).path("error_code").textValue()).isEqualTo("UNKNOWN_TYPE");
    }

    @Test
    void theNamesThatTheHubAndTheClientMadeReachTheConnection() {
        FrameSocket named = open(FrameSocket.connect(url() + "?agent_id=" + run + "b", Map.of()));
        String made = UUID.randomUUID().toString().substring(0, 8);
        named.send("{\"type\":\"whoami\",\"request_id\":\"r1\",\"client_id\":\"" + made + "\"}");
        JsonNode who = json(named.next());
        FrameSocket a = plain("a");

        for (String name : List.of(made, who.path("client_id").textValue(), run + "b")) {
            a.send("{\"type\":\"chat_message\",\"target_agent\":\"" + name + "\",\"content\":\"" + name + "\"}");
            JsonNode message = json(named.next());
            assertThat(message.path("content").textValue()).isEqualTo(name);
            assertThat(message.path("target_agent").textValue()).isEqualTo(run + "b");
        }
    }

    private JsonNode register(FrameSocket owner) {
        owner.send("{\"type\":\"register\",\"request_id\":\"r1\",\"service\":{\"id\":\"" + run
                + "svc\",\"name\":\"Weather\",\"description\":\"d\"}}");
        return json(owner.next());
    }

    private void say(FrameSocket from, String target, String text) {
        from.send(message(target, "\"msg_" + UUID.randomUUID() + "\"", text));
    }

    private String message(String target, String messageId, String text) {
        return "{\"type\":\"chat_message\",\"message_id\":" + messageId + ",\"target_agent\":\"" + run + target
                + "\",\"content\":\"" + text + "\"}";
    }

    private FrameSocket plain(String agent) {
        return connect(Map.of("X-Agent-Id", run + agent));
    }

    private FrameSocket connect(Map<String, String> headers) {
        return open(FrameSocket.connect(url(), headers));
    }

    private FrameSocket open(FrameSocket socket) {
        open.add(socket);
        return socket;
    }

    private String url() {
        return root.toString().replaceFirst("^http", "ws");
    }

    private static JsonNode json(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + frame, e);
        }
    }
}
