package io.clawhub.gateway.protocol.im.rest;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.protocol.im.EmptyHistory;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The protocol without a socket, with a real log and a real directory. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(EmptyHistory.class)
class ImRestIT {

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @Test
    void aSendIsDurableAndItsRepeatIsTheSame() {
        Response first = send("k1", "{\"to\":\"" + run + "b\",\"text\":\"hello\"}");
        Response again = send("k1", "{\"to\":\"" + run + "b\",\"text\":\"hello\"}");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.path("cmid").toString()).isEqualTo("k1");
        assertThat(again.path("id").toString()).isEqualTo(first.path("id"));
        assertThat((Boolean) again.path("duplicate")).isTrue();
        Response other = send("k1", "{\"to\":\"" + run + "b\",\"text\":\"other\"}");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.path("code").toString()).isEqualTo("CONFLICT");
        assertThat((Boolean) other.path("recoverable")).isFalse();
    }

    @Test
    void idsBeyondAsciiArePercentEncodedInHeaders() {
        Response sent = as("j%C3%BCrgen")
                .header("Idempotency-Key", "k1")
                .body("{\"to\":\"" + run + "b\",\"text\":\"hello\"}")
                .post("/im/v1/messages");
        assertThat(sent.statusCode()).isEqualTo(200);

        assertThat(sent.path("conversation_id").toString())
                .isEqualTo(Ids.directConversationId(run + "jürgen", run + "b"));
        as("b").header("X-Client-Id", "%C3%BC").get("/im/v1/sync?wait=0").then().statusCode(200);
        assertThat(as("%").get("/im/v1/conversations").path("code").toString()).isEqualTo("INVALID_ID");
    }

    @Test
    void whatIsSaidMeanwhileEndsTheWait() {
        Thread sender = Thread.ofVirtual().start(() -> {
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                send(UUID.randomUUID().toString(), "{\"to\":\"" + run + "b\",\"text\":\"hello\"}");
                return true;
            });
        });

        Response sync = as("b").get("/im/v1/sync?wait=25");

        assertThat(sync.statusCode()).isEqualTo(200);
        List<String> texts = sync.path("frames.message.text");
        assertThat(texts).containsOnly("hello");
        assertThat(sync.path("epoch").toString()).startsWith("e_");
        await().until(() -> !sender.isAlive());
        String conversation = sync.path("frames[0].message.conversation_id");
        Number seq = sync.path("frames[0].message.seq");
        as("b").body("{\"conversation_id\":\"" + conversation + "\",\"seq\":" + seq + "}")
                .post("/im/v1/ack")
                .then()
                .statusCode(204);
        as("b").body("{\"cursors\":{\"" + conversation + "\":" + seq + "}}")
                .post("/im/v1/ack")
                .then()
                .statusCode(204);
    }

    @Test
    void withoutWaitingNothingIsAnAnswer() {
        Response sync = as("nobody").get("/im/v1/sync?wait=0");

        assertThat(sync.statusCode()).isEqualTo(200);
        assertThat(sync.<List<?>>path("frames")).isEmpty();
        assertThat((Boolean) sync.path("caught_up")).isTrue();
    }

    @Test
    void conversationsAndHistoryAreRead() {
        send("k1", "{\"to\":\"" + run + "b\",\"text\":\"hello\"}");

        List<String> ids = as("a").get("/im/v1/conversations").path("conversations.conversation_id");
        Response history = as("a").get("/im/v1/conversations/" + ids.getFirst() + "/messages?limit=5");

        assertThat(ids).hasSize(1);
        assertThat(history.statusCode()).isEqualTo(200);
        assertThat((Boolean) history.path("has_more")).isFalse();
    }

    @Test
    void badRequestsAreRefusedInTheProtocolsForm() {
        assertThat(send("k1", "nonsense").path("code").toString()).isEqualTo("BAD_JSON");
        assertThat(send("k1", "{\"to\":\"b\"}").path("code").toString()).isEqualTo("MISSING_FIELDS");
        assertThat(as("a").body("{\"to\":\"b\",\"text\":\"x\"}")
                        .post("/im/v1/messages")
                        .path("code")
                        .toString())
                .isEqualTo("MISSING_FIELDS");
        Response nameless = given().get("/im/v1/conversations");
        assertThat(nameless.statusCode()).isEqualTo(401);
        assertThat(nameless.path("code").toString()).isEqualTo("AUTH_REQUIRED");
        Response unknown =
                as("a").body("{\"conversation_id\":\"dc_none\",\"seq\":1}").post("/im/v1/ack");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void theSchemasAreServed() {
        Response schema = given().get("/im/v1/schema/hub.json");

        assertThat(schema.statusCode()).isEqualTo(200);
        assertThat(schema.asString()).contains("https://json-schema.org/draft/2020-12/schema");
        given().get("/im/v1/schema/none.json").then().statusCode(404);
    }

    private Response send(String key, String body) {
        return as("a").header("Idempotency-Key", key).body(body).post("/im/v1/messages");
    }

    private RequestSpecification as(String agent) {
        return given().header("X-Agent-Id", run + agent).contentType("application/json");
    }
}
