package io.clawhub.gateway.protocol.claw;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.StreamTail;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A message that grows, between plain agents and through a real log. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ClawGatewayIT.WithoutHistory.class)
class ClawStreamingIT {

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    @Inject
    StreamTail streamTail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(30)).until(() -> tail.isFollowing() && streamTail.isFollowing());
    }

    @Test
    void whoDeclaredItSeesItGrowAndEverybodyTheMessage() {
        try (FrameSocket author = plain("author", "?capabilities=stream.v1");
                FrameSocket reader = plain("reader", "?capabilities=other,stream.v1");
                FrameSocket old = plain("reader", "")) {
            author.send("{\"type\":\"chat_message\",\"target_agent\":\"" + run + "reader\",\"content\":\"first\"}");
            String channel = json(reader.next()).path("channel_id").textValue();
            old.next();

            stream(author, "\"channel_id\":\"" + channel + "\",\"seq\":1,\"delta\":\"Hel\"");
            stream(author, "\"seq\":2,\"delta\":\"lo\"");
            stream(author, "\"seq\":3,\"delta\":\"!\",\"done\":true");

            StringBuilder grown = new StringBuilder();
            JsonNode message = null;
            for (boolean done = false; message == null || !done; ) {
                JsonNode frame = json(reader.next());
                if (frame.path("type").textValue().equals("chat_message")) {
                    message = frame;
                } else {
                    assertThat(frame.path("type").textValue()).isEqualTo("chat_stream");
                    assertThat(frame.path("channel_id").textValue()).isEqualTo(channel);
                    assertThat(frame.path("sender_id").textValue()).isEqualTo(run + "author");
                    grown.append(frame.path("delta").asText());
                    done = frame.path("done").booleanValue();
                }
            }
            assertThat(grown.toString()).isEqualTo("Hello");
            assertThat(message.path("content").textValue()).isEqualTo("Hello!");
            assertThat(message.path("message_id").textValue()).isEqualTo("m1");
            assertThat(message.path("run_id").textValue()).isEqualTo("m1");
            JsonNode plainly = json(old.next());
            assertThat(plainly.path("type").textValue()).isEqualTo("chat_message");
            assertThat(plainly.path("content").textValue()).isEqualTo("Hello!");

            stream(old, "\"channel_id\":\"" + channel + "\",\"seq\":1,\"delta\":\"a\"");
            assertThat(json(old.next()).path("error_code").textValue()).isEqualTo("UNKNOWN_TYPE");
        }
    }

    private static void stream(FrameSocket from, String fields) {
        from.send("{\"type\":\"chat_stream\",\"message_id\":\"m1\"," + fields + "}");
    }

    private FrameSocket plain(String agent, String query) {
        return FrameSocket.connect(
                root.toString().replaceFirst("^http", "ws") + query, Map.of("X-Agent-Id", run + agent));
    }

    private static JsonNode json(String frame) {
        return JsonText.parse(frame);
    }
}
