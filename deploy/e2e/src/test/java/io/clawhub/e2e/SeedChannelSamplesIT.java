package io.clawhub.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.clawhub.e2e.ForeignChannel.Library;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first conversation of the streaming channel, as its guide shows it, with the libraries that its guide uses: Node's own WebSocket
 * and Python's websocket-client. Skipped where they are not, and on a continuous integration server, which must not depend on them.
 */
@ExtendWith(CalmHub.class)
class SeedChannelSamplesIT {

    private static final String MAIN = "main";

    private final HubProcesses hub;
    private final String question = Names.fresh("你好-");

    SeedChannelSamplesIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeAll
    static void notInCi() {
        Assumptions.assumeFalse("true".equals(System.getenv("CI")), "not on a continuous integration server");
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void anAgentThatDoesNotStream(Library library) {
        assumeThere(library);
        try (Agent agent = Agent.acking(hub, 1, CalmHub.MAIN_AGENT);
                ForeignChannel client = askOnceOnline(library)) {
            JsonNode asked = agent.awaitFrame(frame -> Frames.isMessage(frame)
                    && question.equals(frame.path("content").asText()));
            agent.say(asked.path("sender_id").asText(), "你好！");

            List<JsonNode> turn = client.awaitTurn();
            assertThat(turn)
                    .map(JsonNode::toString)
                    .containsExactly(frame("message", "你好！", false), frame("stream", "", true));
            client.awaitPong();
        }
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void anAgentThatStreams(Library library) {
        assumeThere(library);
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, CalmHub.MAIN_AGENT);
                ForeignChannel client = askOnceOnline(library)) {
            JsonNode asked = agent.question();
            while (!question.equals(asked.path("text").asText())) {
                asked = agent.question();
            }
            StreamingAgent.Reply reply = agent.reply(asked).delta("你好");
            client.await(frame -> frame.toString().equals(frame("stream", "你好", false)));
            reply.delta("！").end();

            List<JsonNode> turn = client.awaitTurn();
            assertThat(turn)
                    .map(JsonNode::toString)
                    .containsExactly(
                            frame("stream", "你好", false), frame("stream", "！", false), frame("stream", "", true));
        }
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void anAgentThatIsAway(Library library) {
        assumeThere(library);
        Agent.acking(hub, 1, CalmHub.MAIN_AGENT).close();
        Soon.await().until(() -> new HubApi(hub).presence(CalmHub.MAIN_AGENT).equals("offline"));
        try (ForeignChannel client = ask(library)) {
            List<JsonNode> turn = client.awaitTurn();
            assertThat(turn).hasSize(1);
            assertThat(turn.getFirst().path("type").asText()).isEqualTo("error");
            assertThat(turn.getFirst().path("code").asText()).isEqualTo("agent_offline");
            assertThat(turn.getFirst().path("agentId").asText()).isEqualTo(MAIN);
        }
    }

    private static String frame(String type, String content, boolean done) {
        return "{\"type\":\"%s\",\"agentId\":\"main\",\"content\":\"%s\",\"done\":%s}".formatted(type, content, done);
    }

    private ForeignChannel askOnceOnline(Library library) {
        new HubApi(hub).awaitOnline(CalmHub.MAIN_AGENT);
        return ask(library);
    }

    private ForeignChannel ask(Library library) {
        return ForeignChannel.ask(library, hub.gatewayUrl(2) + "api/v1/ws", MAIN, question);
    }

    private static void assumeThere(Library library) {
        Assumptions.assumeTrue(library.isThere(), "this machine has no " + library);
    }
}
