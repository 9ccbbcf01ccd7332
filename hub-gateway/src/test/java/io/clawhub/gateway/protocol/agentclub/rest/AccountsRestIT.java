package io.clawhub.gateway.protocol.agentclub.rest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.administration.Administration;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

/** Agent Club's routes of accounts, agents and settings, and the hub's own of administration. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(AccountsRestIT.Registration.class)
class AccountsRestIT {

    /** People may make accounts. */
    public static final class Registration implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hub.history.url", "http://127.0.0.1:1",
                    "hub.presence.url", "http://127.0.0.1:1",
                    "hub.accounts.registration", "true",
                    "hub.accounts.password-rounds", "1000",
                    "hub.auth.allowed-origins", "https://chat.example.org",
                    "quarkus.http.proxy.proxy-address-forwarding", "true");
        }
    }

    @Inject
    Administration administration;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(30)).until(tail::isFollowing);
    }

    @Test
    void aPersonRegistersLogsInAndOut() {
        given().get("/api/registration-status").then().statusCode(200).body("allow_registration", equalTo(true));
        Response registered = post("/api/register", Map.of("username", " " + run + "ada ", "password", "secret"));
        registered
                .then()
                .statusCode(201)
                .body("id", startsWith("u_"))
                .body("username", equalTo(run + "ada"))
                .body("display_name", equalTo(run + "ada"))
                .body("avatar", equalTo(""))
                .body("description", equalTo(""))
                .body("role", equalTo("user"))
                .body("is_agent", equalTo(0))
                .body("is_online", equalTo(0))
                .body("last_active_at", nullValue());
        assertThat(registered.header("Set-Cookie"))
                .startsWith("session=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax", "Path=/", "Max-Age=7776000")
                .doesNotContain("Secure");

        String session = registered.cookie("session");
        as(session).get("/api/me").then().statusCode(200).body("username", equalTo(run + "ada"));
        as(session)
                .post("/api/logout")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true))
                .cookie("session", "");
        as(session).get("/api/me").then().statusCode(401).body("error", notNullValue());
        given().post("/api/logout").then().statusCode(200);

        String again = login(run + "ada", "secret");
        as(again).get("/api/me").then().statusCode(200);
    }

    /** As far as the gateway is told to believe it. */
    @Test
    void theCookieIsForTlsOnlyBehindAProxyThatHasIt() {
        user("ada");

        Response entered = given().header("X-Forwarded-Proto", "https")
                .contentType(ContentType.JSON)
                .body(Map.of("username", run + "ada", "password", "secret"))
                .post("/api/login");

        assertThat(entered.header("Set-Cookie")).contains("; Secure");
    }

    @Test
    void whatCannotBeRegisteredIsRefused() {
        post("/api/register", Map.of("username", "a", "password", "secret"))
                .then()
                .statusCode(400);
        post("/api/register", Map.of("username", run + "b", "password", "short"))
                .then()
                .statusCode(400);
        post("/api/register", Map.of("password", "secret")).then().statusCode(400);
        post("/api/register", Map.of("username", 7, "password", "secret"))
                .then()
                .statusCode(400);
        post("/api/register", Map.of("username", run + "c", "password", "secret"))
                .then()
                .statusCode(201);
        post("/api/register", Map.of("username", run + "C", "password", "secret"))
                .then()
                .statusCode(409)
                .body("error", notNullValue());
        given().contentType(ContentType.JSON)
                .body("nonsense")
                .post("/api/register")
                .then()
                .statusCode(400);
        given().contentType(ContentType.TEXT)
                .body("{}")
                .post("/api/register")
                .then()
                .statusCode(415);
    }

    @Test
    void aWrongLoginHasOneAnswer() {
        user("ada");
        String wrong = post("/api/login", Map.of("username", run + "ada", "password", "wrong!"))
                .body()
                .asString();

        post("/api/login", Map.of("username", run + "nobody", "password", "wrong!"))
                .then()
                .statusCode(401)
                .body(equalTo(wrong));
        post("/api/login", Map.of()).then().statusCode(401);
    }

    @Test
    void onesOwnProfile() {
        String session = user("ada");

        as(session)
                .body(Map.of("display_name", "Ada", "avatar", "/media/uploads/a.png"))
                .put("/api/me")
                .then()
                .statusCode(200)
                .body("display_name", equalTo("Ada"))
                .body("avatar", equalTo("/media/uploads/a.png"));
        as(session).body(Map.of("display_name", " ")).put("/api/me").then().body("display_name", equalTo("Ada"));
        as(session).body(Map.of("display_name", 1)).put("/api/me").then().statusCode(400);
        given().contentType(ContentType.JSON).body("{}").put("/api/me").then().statusCode(401);
    }

    @Test
    void peopleSeeEverybody() {
        String session = user("ada");
        String id = as(session).get("/api/me").path("id");

        List<Map<String, Object>> users =
                as(session).get("/api/users").jsonPath().getList("");
        assertThat(users.stream().filter(user -> id.equals(user.get("id"))).toList())
                .hasSize(1)
                .allMatch(user -> ((Number) user.get("created_at")).doubleValue() > 1.7e9);
        as(session).get("/api/users/" + id).then().statusCode(200).body("id", equalTo(id));
        as(session).get("/api/users/u_unknown").then().statusCode(404).body("error", notNullValue());
        given().cookie("session", "wrong").get("/api/users").then().statusCode(401);
        // Without a cookie it is the other protocol's path.
        given().get("/api/users").then().statusCode(401).body("error_code", equalTo("AUTH_REQUIRED"));
    }

    @Test
    void anotherSitesPageCannotActForWhoIsLoggedIn() {
        String session = user("ada");

        as(session)
                .header("Origin", "https://evil.example.org")
                .post("/api/logout")
                .then()
                .statusCode(403);
        as(session)
                .header("Sec-Fetch-Site", "cross-site")
                .body("{}")
                .put("/api/me")
                .then()
                .statusCode(403);
        as(session)
                .header("Referer", "https://evil.example.org/x")
                .body("{}")
                .put("/api/me")
                .then()
                .statusCode(403);
        as(session)
                .header("Origin", "https://chat.example.org")
                .body("{}")
                .put("/api/me")
                .then()
                .statusCode(200);
        as(session)
                .header("Sec-Fetch-Site", "same-origin")
                .body("{}")
                .put("/api/me")
                .then()
                .statusCode(200);
        given().header("Origin", "https://evil.example.org")
                .contentType(ContentType.JSON)
                .body(Map.of("username", run + "ada", "password", "secret"))
                .post("/api/login")
                .then()
                .statusCode(403);
        as(session).get("/api/me").then().statusCode(200);
    }

    @Test
    void administratorsManageAgents() {
        String admin = admin();
        Response made = as(admin)
                .body(Map.of("username", run + "bot", "description", "helps"))
                .post("/api/agents");
        made.then()
                .statusCode(201)
                .body("role", equalTo("agent"))
                .body("is_agent", equalTo(1))
                .body("display_name", equalTo(run + "bot"))
                .body("agent_token", startsWith("sk_agt_"));
        String id = made.path("id");
        String token = made.path("agent_token");

        as(admin)
                .get("/api/agents")
                .then()
                .statusCode(200)
                .body("find { it.id == '" + id + "' }.agent_token", equalTo(""))
                .body("find { it.id == '" + id + "' }.token_hint", equalTo(token.substring(token.length() - 4)));
        as(admin)
                .body(Map.of("username", run + "BOT"))
                .post("/api/agents")
                .then()
                .statusCode(409);
        as(admin).body(Map.of("username", " ")).post("/api/agents").then().statusCode(400);
        as(admin)
                .body(Map.of("display_name", "", "description", ""))
                .put("/api/agents/" + id)
                .then()
                .statusCode(200);
        as(admin)
                .get("/api/users/" + id)
                .then()
                .body("description", equalTo(""))
                .body("display_name", not(""));
        given().header("Authorization", "Bearer " + token)
                .get("/im/v1/conversations")
                .then()
                .statusCode(200);

        as(admin).delete("/api/agents/" + id).then().statusCode(200).body("ok", equalTo(true));
        as(admin).delete("/api/agents/" + id).then().statusCode(404);
        as(admin).body("{}").put("/api/agents/" + id).then().statusCode(404);
        given().header("Authorization", "Bearer " + token)
                .get("/im/v1/conversations")
                .then()
                .statusCode(401);
    }

    @Test
    void agentsAndSettingsAreForAdministrators() {
        String session = user("ada");
        for (String path : List.of("/api/agents", "/api/settings", "/api/admin/users", "/api/admin/audit")) {
            given().get(path).then().statusCode(401);
            as(session).get(path).then().statusCode(403).body("error", notNullValue());
        }
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/agents")
                .then()
                .statusCode(401);
    }

    @Test
    void aTokenIsNothingOnAPersonsRoute() {
        String admin = admin();
        String token = as(admin)
                .body(Map.of("username", run + "bot"))
                .post("/api/agents")
                .path("agent_token");

        given().header("Authorization", "Bearer " + token).get("/api/me").then().statusCode(401);
        given().cookie("session", token).get("/api/me").then().statusCode(401);
        given().header("Authorization", "Bearer " + token)
                .get("/api/admin/users")
                .then()
                .statusCode(401);
    }

    @Test
    void settingsAreKept() {
        String admin = admin();

        as(admin)
                .body(Map.of(run, "one"))
                .put("/api/settings")
                .then()
                .statusCode(200)
                .body(run, equalTo("one"));
        as(admin).body(Map.of(run, "two")).put("/api/settings").then().body(run, equalTo("two"));
        as(admin).get("/api/settings").then().statusCode(200).body(run, equalTo("two"));
        as(admin).body(Map.of(run, 2)).put("/api/settings").then().statusCode(400);
    }

    @Test
    void administrationByToken() {
        administrator();
        String token = post("/api/admin/login", Map.of("username", run + "root", "password", "secret"))
                .path("token");
        RequestSpecification admin = by(token);

        String password = admin.body(Map.of("username", run + "eve"))
                .post("/api/admin/users")
                .then()
                .statusCode(201)
                .extract()
                .path("password");
        assertThat(password).hasSize(20);
        String session = login(run + "eve", password);

        by(token)
                .get("/api/admin/users/" + run + "eve/sessions")
                .then()
                .statusCode(200)
                .body("count", equalTo(1));
        by(token).delete("/api/admin/users/" + run + "eve/sessions").then().body("ended", equalTo(1));
        as(session).get("/api/me").then().statusCode(401);
        by(token)
                .body(Map.of("role", "admin", "display_name", "Eve"))
                .put("/api/admin/users/" + run + "eve")
                .then()
                .statusCode(200)
                .body("role", equalTo("admin"));
        by(token)
                .body(Map.of("role", "agent"))
                .put("/api/admin/users/" + run + "eve")
                .then()
                .statusCode(400);
        by(token).delete("/api/admin/users/" + run + "eve").then().statusCode(200);
        by(token).get("/api/admin/users").then().body("users.findAll { it.username == '" + run + "eve' }", hasSize(0));

        by(token)
                .get("/api/admin/audit?limit=3")
                .then()
                .body("entries", hasSize(3))
                .body("entries[0].act", equalTo("user.delete"))
                .body("entries[0].actor", equalTo(run + "root"));
        by(token).post("/api/admin/logout").then().statusCode(200);
        by(token).get("/api/admin/users").then().statusCode(401);
    }

    @Test
    void tokensOfAgentsByAdministration() {
        administrator();
        String token = post("/api/admin/login", Map.of("username", run + "root", "password", "secret"))
                .path("token");
        String first = by(token)
                .body(Map.of("username", run + "bot", "expires_in_days", 3))
                .post("/api/admin/agents")
                .path("token");
        String second =
                by(token).post("/api/admin/agents/" + run + "bot/tokens").path("token");

        given().header("X-API-Key", first).get("/im/v1/conversations").then().statusCode(401);
        given().header("X-API-Key", second).get("/im/v1/conversations").then().statusCode(200);
        by(token).get("/api/admin/agents/" + run + "bot/tokens").then().body("count", equalTo(1));
        by(token).delete("/api/admin/agents/" + run + "bot/tokens").then().body("ended", equalTo(1));
        given().header("X-API-Key", second).get("/im/v1/conversations").then().statusCode(401);
        by(token)
                .body(Map.of("username", run + "b2", "expires_in_days", 0))
                .post("/api/admin/agents")
                .then()
                .statusCode(400);
    }

    private void administrator() {
        administration
                .createPerson(Actor.HUB, run + "root", null, Role.ADMIN, "secret")
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private String admin() {
        administrator();
        return login(run + "root", "secret");
    }

    private String user(String name) {
        administration
                .createPerson(Actor.HUB, run + name, null, Role.USER, "secret")
                .await()
                .atMost(Duration.ofSeconds(10));
        return login(run + name, "secret");
    }

    private static String login(String username, String password) {
        Response entered = post("/api/login", Map.of("username", username, "password", password));
        entered.then().statusCode(200);
        return entered.cookie("session");
    }

    private static Response post(String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }

    private static RequestSpecification as(String session) {
        return given().cookie("session", session).contentType(ContentType.JSON);
    }

    private static RequestSpecification by(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }
}
