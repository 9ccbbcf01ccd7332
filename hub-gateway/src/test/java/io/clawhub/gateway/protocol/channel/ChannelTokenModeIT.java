package io.clawhub.gateway.protocol.channel;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.administration.Administration;
import io.clawhub.gateway.core.administration.Administration.Made;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Who is let in, and who may hear an agent's events, where everybody presents a credential. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ChannelTokenModeIT.Tokens.class)
class ChannelTokenModeIT {

    private static final String CHANNEL = "/api/v1/ws";
    private static final String PROTOCOL = "channel.v1";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int LET_IN = 101;

    /** Users may be made, or there would never be one. */
    public static final class Tokens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hub.auth.mode", "token",
                    "hub.auth.registration", "open",
                    "hub.auth.allowed-origins", "https://chat.example.org",
                    "hub.accounts.password-rounds", "1000",
                    "hub.history.url", "http://127.0.0.1:1",
                    "hub.presence.url", "http://127.0.0.1:1");
        }
    }

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    @Inject
    Vertx vertx;

    @Inject
    Administration administration;

    @Inject
    EventAccess access;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private WebSocketClient client;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(LONG).until(tail::isFollowing);
        client = vertx.createWebSocketClient();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void withoutATokenNobodyIsLetIn() {
        for (String path : new String[] {CHANNEL, agent("bot"), "/api/v1/event/ws/c"}) {
            assertThat(status(to(path))).isEqualTo(401);
            assertThat(status(to(path + "?token=ush_none"))).isEqualTo(401);
            assertThat(status(to(path).addSubProtocol(PROTOCOL).addSubProtocol("bearer.ush_none")))
                    .isEqualTo(401);
        }
    }

    @Test
    void aTokenComesByHeaderQueryOrSubprotocolOfWhichOnlyTheProtocolIsTaken() {
        String key = key();

        assertThat(status(by(to(CHANNEL), key))).isEqualTo(LET_IN);
        assertThat(status(to(CHANNEL + "?token=" + key))).isEqualTo(LET_IN);
        assertThat(subprotocol(to(CHANNEL).addSubProtocol(PROTOCOL).addSubProtocol("bearer." + key)))
                .isEqualTo(PROTOCOL);
        assertThat(subprotocol(to(CHANNEL).addSubProtocol("bearer." + key).addSubProtocol(PROTOCOL)))
                .isEqualTo(PROTOCOL);
    }

    @Test
    void pagesOfOthersAreNotLetIn() {
        String key = key();

        assertThatThrownBy(() -> from("https://evil.example", key)).hasStackTraceContaining("403");
        assertThatThrownBy(() -> from("null", key)).hasStackTraceContaining("403");
        assertThatCode(() -> from("https://chat.example.org", key)).doesNotThrowAnyException();
    }

    @Test
    void theEventsOfAnAgentAreForTheUserWhoseItIs() {
        String ada = key();
        String bob = key();
        claim(ada);

        assertThat(status(by(to(agent(run)), ada))).isEqualTo(LET_IN);
        assertThat(status(by(to(agent(run)), bob))).isEqualTo(403);
        assertThat(status(by(to(agent(run + "-nobodys")), ada))).isEqualTo(403);
        assertThat(status(by(to("/api/v1/event/ws/c"), ada))).isEqualTo(403);
    }

    @Test
    void anAgentMayHearItselfAndAdministratorsAll() {
        Made bot = done(administration.createAgent(Actor.HUB, run + "bot", "Bot", "", "", null));
        Made other = done(administration.createAgent(Actor.HUB, run + "other", "Other", "", "", null));
        String id = bot.account().participantId();
        assertThat(status(by(to(agent(id)), bot.secret()))).isEqualTo(LET_IN);
        assertThat(status(by(to(agent(id)), other.secret()))).isEqualTo(403);
        assertThat(status(by(to("/api/v1/event/ws/c"), bot.secret()))).isEqualTo(403);

        Credential root = person("root", Role.ADMIN);
        Credential user = person("user", Role.USER);
        assertThatCode(() -> done(access.check(root, id, "192.0.2.7"))).doesNotThrowAnyException();
        assertThatCode(() -> done(access.check(root, null, "192.0.2.7"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> done(access.check(user, id, "127.0.0.1"))).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> done(access.check(user, null, "127.0.0.1"))).isInstanceOf(HubException.class);
    }

    private Credential person(String name, Role role) {
        Made made = done(administration.createPerson(Actor.HUB, run + name, null, role, "secret"));
        return new Credential(null, made.account().participantId(), "c");
    }

    /** The agent of this run belongs to the user of this key from now on. */
    private void claim(String key) {
        given().header("X-API-Key", key)
                .header("X-Agent-Id", run)
                .get("/api/presence/x")
                .then()
                .statusCode(200);
    }

    private static String agent(String id) {
        return "/api/v1/agents/" + id + "/ws";
    }

    private WebSocketConnectOptions to(String path) {
        return new WebSocketConnectOptions()
                .setHost(root.getHost())
                .setPort(root.getPort())
                .setURI(path);
    }

    /** As a browser says which page it shows. */
    private void from(String origin, String token) {
        FrameSocket.connect(
                        "ws://" + root.getAuthority() + CHANNEL,
                        Map.of("Origin", origin, "Authorization", "Bearer " + token))
                .close();
    }

    private static WebSocketConnectOptions by(WebSocketConnectOptions options, String token) {
        options.putHeader("Authorization", "Bearer " + token);
        return options;
    }

    private int status(WebSocketConnectOptions options) {
        try {
            subprotocol(options);
            return LET_IN;
        } catch (CompletionException failure) {
            return ((UpgradeRejectedException) failure.getCause()).getStatus();
        }
    }

    private String subprotocol(WebSocketConnectOptions options) {
        return client.connect(options)
                .toCompletionStage()
                .thenApply(socket -> {
                    socket.close();
                    return socket.subProtocol();
                })
                .toCompletableFuture()
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static <T> T done(Uni<T> answer) {
        return answer.await().atMost(LONG);
    }

    private static String key() {
        return given().contentType(ContentType.JSON)
                .body("{\"name\":\"channel\"}")
                .post("/api/users")
                .path("api_key");
    }
}
