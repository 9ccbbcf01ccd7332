package io.clawhub.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged command line of administrators against the packaged hub: what ends on one gateway ends on the other. */
@ExtendWith(CalmHub.class)
class AdminIT {

    private static final int REVOKED = 4010;
    private static final int UNAUTHORIZED = 401;
    /** What is promised. */
    private static final Duration PROMISED = Duration.ofSeconds(2);

    private final HubProcesses hub;
    private final String weather = Names.fresh("weather");
    private final List<FrameSocket> sockets = new ArrayList<>();

    @TempDir
    Path directory;

    AdminIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeEach
    void login() {
        assertThat(admin(CalmHub.ADMIN_PASSWORD + "\n", "login", "--password-stdin")
                        .await())
                .isZero();
    }

    @AfterEach
    void close() {
        sockets.forEach(FrameSocket::close);
    }

    @Test
    void anAgentsTokenWorksOnEveryGatewayUntilItIsReset() {
        String token = printed("agent", "create", weather);
        FrameSocket here = connect(1, token);
        FrameSocket there = connect(2, token);

        String fresh = printed("agent", "reset-token", "--yes", weather);

        Soon.within(PROMISED).until(() -> !here.isOpen() && !there.isOpen());
        assertThat(here.closeCode()).isEqualTo(REVOKED);
        assertThat(there.closeCode()).isEqualTo(REVOKED);
        for (int gateway : List.of(1, 2)) {
            assertThat(status(gateway, token)).isEqualTo(UNAUTHORIZED);
            assertThat(status(gateway, fresh)).isEqualTo(200);
        }
    }

    @Test
    void aRemovedAgentIsGoneFromEveryGateway() {
        String token = printed("agent", "create", weather);
        FrameSocket there = connect(2, token);

        assertThat(admin("", "agent", "delete", weather).await()).isEqualTo(2);
        assertThat(there.isOpen()).isTrue();
        assertThat(admin("", "agent", "delete", "--yes", weather).await()).isZero();

        Soon.within(PROMISED).until(() -> !there.isOpen());
        assertThat(there.closeCode()).isEqualTo(REVOKED);
        assertThat(status(2, token)).isEqualTo(UNAUTHORIZED);
        assertThat(list("agent", "agents"))
                .noneMatch(agent -> weather.equals(agent.path("username").asText()));
    }

    @Test
    void anEndedSessionIsRefusedOnTheOtherGateway() {
        String ada = Names.fresh("ada");
        String password = printed("user", "create", ada);
        String session = session(ada, password);
        Rest other = Rest.of(hub, 2).with("Cookie", "session=" + session);
        assertThat(other.get("/api/me").status()).isEqualTo(200);

        assertThat(admin("", "user", "sessions", "--end", ada).await()).isZero();

        Soon.within(PROMISED).until(() -> other.get("/api/me").status() == UNAUTHORIZED);
    }

    @Test
    void theAuditSaysWhoDidIt() {
        printed("agent", "create", weather);

        ChatProcess audit = admin("", "audit", "--json");
        assertThat(audit.await()).isZero();

        assertThat(audit.json().getFirst().path("entries"))
                .filteredOn(entry -> weather.equals(entry.path("subject").asText()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.path("act").asText()).isEqualTo("agent.create");
                    assertThat(entry.path("actor").asText()).isEqualTo("admin");
                    assertThat(entry.path("origin").asText()).isEqualTo("127.0.0.1");
                });
    }

    private String session(String username, String password) {
        JsonNode body = Frames.read("{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
        return Rest.of(hub, 1).post("/api/login", body).cookie("session");
    }

    private FrameSocket connect(int gateway, String token) {
        FrameSocket socket = FrameSocket.connect(hub.gatewayUrl(gateway), Map.of("Authorization", "Bearer " + token));
        sockets.add(socket);
        assertThat(socket.send("{\"type\":\"whoami\"}").next()).contains("u_");
        return socket;
    }

    private int status(int gateway, String token) {
        return Rest.of(hub, gateway)
                .with("Authorization", "Bearer " + token)
                .get("/api/channels")
                .status();
    }

    private Stream<JsonNode> list(String noun, String field) {
        ChatProcess list = admin("", noun, "list", "--json");
        assertThat(list.await()).isZero();
        List<JsonNode> found = new ArrayList<>();
        list.json().getFirst().path(field).forEach(found::add);
        return found.stream();
    }

    private String printed(String... arguments) {
        ChatProcess run = admin("", arguments);
        assertThat(run.await()).as(run::err).isZero();
        return run.out().getFirst();
    }

    private ChatProcess admin(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", hub.gateway(1).url()));
        return ChatProcess.admin(directory.resolve("admin.json"), input, all);
    }
}
