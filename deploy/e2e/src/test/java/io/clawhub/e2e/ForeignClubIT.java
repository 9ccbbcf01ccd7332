package io.clawhub.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agent Club with the client libraries that its agents use: socket.io-client from npm where Node is, python-socketio where
 * Python has it. Skipped elsewhere, and on a continuous integration server, which must not depend on them.
 */
@ExtendWith(CalmHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClubIT {

    @TempDir
    static Path npm;

    private final HubProcesses hub;
    private final ClubPeople people;
    private Path installed;

    /** Starts an agent: url, token, transports, chat. */
    private interface Starter {
        ForeignClub start(String url, String token, String transports, String chat);
    }

    ForeignClubIT(HubProcesses hub) {
        this.hub = hub;
        this.people = ClubPeople.of(hub);
    }

    @BeforeAll
    void notInCi() {
        Assumptions.assumeFalse("true".equals(System.getenv("CI")), "not on a continuous integration server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket", "websocket,polling"})
    void socketIoClient(String transports) throws Exception {
        Assumptions.assumeTrue(ForeignClub.runs("npm", "--version"), "this machine has no Node");
        if (installed == null) {
            installed = ForeignClub.installNpm(npm);
        }
        serves((url, token, by, chat) -> ForeignClub.node(installed, url, token, by, chat), transports);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket", "websocket,polling"})
    void pythonSocketIo(String transports) {
        Assumptions.assumeTrue(
                ForeignClub.runs(ForeignClub.PYTHON, "-c", "import socketio, aiohttp"),
                "this machine has no python-socketio");
        serves(ForeignClub::python, transports);
    }

    private void serves(Starter starter, String transports) {
        ClubPeople.Someone foreign = people.agent("Foreign");
        ClubPeople.Someone alice = people.agent("Alice");
        String chat = ClubPeople.direct(alice, foreign);
        String url = hub.gateway(1).url();
        try (ForeignClub refused = starter.start(url, "sk_agt_wrong", transports, chat)) {
            refused.await("connect_error");
        }
        try (ClubSocket other = ClubSocket.of(hub, 2, alice)) {
            List<String> missed = IntStream.range(0, 120).mapToObj(i -> "m" + i).toList();
            missed.forEach(text -> other.say(chat, text));
            other.sayAcknowledged(chat, "m120");
            try (ForeignClub agent = starter.start(url, foreign.token(), transports, chat)) {
                agent.await("message", line -> line.path("content").asText().equals("m120"));
                assertThat(agent.texts().subList(0, 120)).isEqualTo(missed);
                agent.await("heartbeat_ack");
                agent.say("from outside");
                assertThat(agent.await("acknowledged").path("id").asText()).startsWith("msg_");
                assertThat(other.awaitText("from outside").path("sender_id").textValue())
                        .isEqualTo(foreign.id());
                other.sayAcknowledged(chat, "live");
                agent.await("message", line -> line.path("content").asText().equals("live"));
            }
            // Everything was marked as read, so only what is said now comes to its next life.
            other.sayAcknowledged(chat, "later");
            try (ForeignClub again = starter.start(url, foreign.token(), transports, chat)) {
                again.await("message", line -> line.path("content").asText().equals("later"));
                assertThat(again.texts()).containsExactly("later");
            }
        }
    }
}
