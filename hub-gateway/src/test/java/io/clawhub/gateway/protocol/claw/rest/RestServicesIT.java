package io.clawhub.gateway.protocol.claw.rest;

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
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

/** Services and conversations made on sockets, read over HTTP. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(RestApiIT.WithoutNeighbours.class)
class RestServicesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String service = run + "-weather";
    private final String provider = run + "-provider";
    private final String consumer = run + "-consumer";
    private final List<FrameSocket> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(30)).until(tail::isFollowing);
    }

    @AfterEach
    void close() {
        open.forEach(FrameSocket::close);
    }

    @Test
    void findsAndReadsServices() {
        FrameSocket socket = offer();

        given().get("/api/services?q=" + run)
                .then()
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].skill_id", equalTo(service))
                .body("[0].status", equalTo("online"))
                .body("[0].tags", containsInAnyOrder("weather", run))
                .body("[0].price", equalTo(2.5f))
                .body("[0].version", equalTo("1.0.0"));
        given().get("/api/services?min_price=3&q=" + run).then().statusCode(200).body("$", empty());
        given().get("/api/services?tags=weather," + run + "&execution_mode=remote&sort_by=price&sort_order=desc")
                .then()
                .statusCode(200)
                .body("service_id", equalTo(List.of(service)));
        given().get("/api/services/" + service)
                .then()
                .statusCode(200)
                .body("id", equalTo(service))
                .body("name", equalTo("Weather"))
                .body("interface_spec.city", equalTo("string"))
                .body("provider_id", equalTo(provider));
        given().get("/api/services/" + run + "-none")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("SERVICE_NOT_FOUND"));
        given().get("/api/services/" + service + "/skill.md")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/markdown"))
                .body(containsString("# Ask me about the weather \u2600"));

        socket.close();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> given().get("/api/services/" + service)
                .then()
                .statusCode(200)
                .body("status", equalTo("offline")));
    }

    @Test
    void ratesServices() {
        offer();

        rate(consumer, 2).then().statusCode(200).body("total", equalTo(1));
        rate(consumer, 4)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("total", equalTo(1))
                .body("average", equalTo(4.0f));
        given().get("/api/services/" + service + "/ratings")
                .then()
                .statusCode(200)
                .body("service_id", equalTo(service))
                .body("distribution.4", equalTo(1))
                .body("distribution.2", equalTo(0));
        given().get("/api/services/" + run + "-none/ratings").then().statusCode(404);
    }

    @Test
    void onlyItsOwnerWithdrawsAService() {
        offer();

        as(consumer)
                .delete("/api/services/" + service)
                .then()
                .statusCode(403)
                .body("error_code", equalTo("NOT_SERVICE_OWNER"));
        as(provider)
                .delete("/api/services/" + service)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("service_id", equalTo(service));
        given().get("/api/services/" + service).then().statusCode(404);
    }

    @Test
    void countsServicesAndClients() {
        offer();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> given().get("/health")
                .then()
                .statusCode(200)
                .body("services", greaterThanOrEqualTo(1))
                .body("clients", greaterThanOrEqualTo(1)));
    }

    @Test
    void listsOnesOwnTunnels() {
        offer();
        FrameSocket caller = connect(consumer);
        caller.send("{\"type\":\"establish_channel\",\"request_id\":\"t1\",\"service_id\":\"" + service + "\"}");
        JsonNode established = json(caller.next(frame -> frame.contains("\"channel_established\"")));
        String tunnelId = established.path("tunnel_id").textValue();

        as(consumer)
                .get("/api/tunnels")
                .then()
                .statusCode(200)
                .body("tunnel_id", hasItem(tunnelId))
                .body("service_id", hasItem(service));
        as(provider).get("/api/tunnels").then().statusCode(200).body("tunnel_id", not(hasItem(tunnelId)));
    }

    @Test
    void showsConversationsToTheirPartiesOnly() {
        FrameSocket receiver = connect(provider);
        FrameSocket sender = connect(consumer);
        sender.send("{\"type\":\"chat_message\",\"message_id\":\"m1\",\"target_agent\":\"" + provider
                + "\",\"content\":\"hello\"}");
        String channelId = json(receiver.next()).path("channel_id").textValue();

        for (String party : List.of(provider, consumer)) {
            as(party).get("/api/channels").then().statusCode(200).body("channels.channel_id", hasItem(channelId));
            as(party)
                    .get("/api/channels/" + channelId)
                    .then()
                    .statusCode(200)
                    .body("channel_id", equalTo(channelId))
                    .body("kind", equalTo("direct"))
                    .body("status", equalTo("active"));
        }
        as(run + "-stranger").get("/api/channels").then().statusCode(200).body("channels", empty());
        as(run + "-stranger").get("/api/channels/" + channelId).then().statusCode(anyOf(equalTo(403), equalTo(404)));
        as(consumer).get("/api/channels/ch_000000000000").then().statusCode(404);
    }

    private FrameSocket offer() {
        FrameSocket socket = connect(provider);
        socket.send("{\"type\":\"register\",\"request_id\":\"r1\",\"skill_doc\":\"# Ask me about the weather \u2600\","
                + "\"service\":{\"id\":\"" + service + "\",\"name\":\"Weather\",\"description\":\"for " + run
                + "\",\"tags\":[\"weather\",\"" + run + "\"],\"price\":2.5,\"execution_mode\":\"remote\","
                + "\"interface_spec\":{\"city\":\"string\"}}}");
        socket.next(frame -> frame.contains("\"registered\""));
        return socket;
    }

    private Response rate(String agent, int score) {
        return as(agent)
                .contentType(ContentType.JSON)
                .body("{\"service_id\":\"" + service + "\",\"score\":" + score + ",\"comment\":\"good\"}")
                .post("/api/ratings");
    }

    private static RequestSpecification as(String agent) {
        return given().header("X-Agent-Id", agent);
    }

    private FrameSocket connect(String agent) {
        FrameSocket socket =
                FrameSocket.connect(root.toString().replaceFirst("^http", "ws"), Map.of("X-Agent-Id", agent));
        open.add(socket);
        return socket;
    }

    private static JsonNode json(String frame) {
        try {
            return JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + frame, e);
        }
    }
}
