package io.clawhub.gateway.protocol.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunFinished;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;
import io.clawhub.gateway.core.sessions.AgentWatch;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.ManualLoop;

import static org.assertj.core.api.Assertions.assertThat;

/** Each run that is watched has one end, its last frame. */
class AgentEventsTest {

    private static final String SESSION = Ids.SESSION_PREFIX + "s";
    private static final String HERE = Ids.directConversationId(SESSION, "bot");
    private static final long LONG = 10_000;

    private final List<String> frames = new ArrayList<>();
    private final ManualLoop loop = new ManualLoop();
    private final AgentWatch watch = new AgentWatch();
    /** Who sees the pieces. */
    private String reader = "ann";

    @Test
    void aRunThatIsStreamedEndsOnceWhicheverEndComesFirst() {
        watch("bot");
        piece("bot", "r1", 0, RunStep.BEGIN, null);
        piece("bot", "r1", 1, RunStep.DELTA, "a");
        piece("bot", "r1", 2, RunStep.END, null);
        said("bot", "m1", "r1", null, null);
        piece("bot", "r2", 1, RunStep.DELTA, "b");
        said("bot", "m2", "r2", null, null);
        piece("bot", "r2", 2, RunStep.END, null);
        loop.pass(LONG);

        assertThat(heard())
                .containsExactly(
                        "bot r1 status running",
                        "bot r1 text a",
                        "bot r1 done stop",
                        "bot r2 status running",
                        "bot r2 text b",
                        "bot r2 done stop");
    }

    @Test
    void whatIsLostOfTheEndIsNotWaitedForLong() {
        watch("bot");
        piece("bot", "r1", 1, RunStep.DELTA, "a");
        said("bot", "m1", "r1", null, null);
        piece("bot", "r2", 1, RunStep.DELTA, "b");
        piece("bot", "r2", 2, RunStep.FAIL, "out of words");
        heard();
        loop.pass(LONG);

        assertThat(heard())
                .containsExactly("bot r1 done stop", "bot r2 error agent_error out of words", "bot r2 done error");
    }

    @Test
    void cancelledIsNoError() {
        watch("bot");
        piece("bot", "r1", 1, RunStep.DELTA, "a");
        piece("bot", "r1", 2, RunStep.FAIL, "as you wish");
        said("bot", "m1", "r1", "cancelled", "as you wish");
        loop.pass(LONG);

        assertThat(heard()).endsWith("bot r1 text a", "bot r1 done cancelled");
    }

    @Test
    void whatTheHubEndsSaysHow() {
        watch("bot");
        piece("bot", "r1", 1, RunStep.DELTA, "a");
        said("bot", "m1", "r1", "failed", "agent_lost");
        piece("bot", "r2", 1, RunStep.DELTA, "b");
        said("bot", "m2", "r2", "cancelled", "cancelled");
        heard();
        loop.pass(LONG);
        piece("bot", "r1", 2, RunStep.DELTA, "late");
        piece("bot", "r1", 3, RunStep.END, null);
        loop.pass(LONG);

        assertThat(heard())
                .containsExactly(
                        "bot r1 error agent_lost the agent went away",
                        "bot r1 done agent_lost",
                        "bot r2 done cancelled");
    }

    @Test
    void aRunWithoutAMessageEndsToo() {
        watch("bot");
        asked("bot", "run_1");
        finished("run_1", "agent_timeout");
        asked("bot", "run_2");
        piece("bot", "r2", 1, "think", "hm");
        finished("run_2", "cancelled");
        piece("bot", "r2", 2, RunStep.FAIL, "stopped");
        loop.pass(LONG);

        assertThat(heard())
                .containsExactly(
                        "bot run_1 error agent_timeout the agent did not answer in time",
                        "bot run_1 done error",
                        "bot run_2 status running",
                        "bot run_2 think hm",
                        "bot run_2 done cancelled");
    }

    @Test
    void whoWatchesAllHearsOfItToo() {
        watch(null);
        reader = SESSION;
        finished("run_0", "cancelled");
        piece("bot", "r1", 1, "think", "hm");
        finished("run_1", "agent_lost");

        assertThat(heard())
                .containsExactly(
                        "bot r1 status running",
                        "bot r1 think hm",
                        "bot r1 error agent_lost the agent went away",
                        "bot r1 done agent_lost");
    }

    @Test
    void theTaskIsTheHubsRunWhereThatIsKnown() {
        watch("bot");
        reader = SESSION;
        piece("bot", "r3", 1, RunStep.DELTA, "early");
        assertThat(heard()).isEmpty();
        asked("bot", "run_3");
        asked("bot", "run_4");
        piece("bot", "r4", 1, RunStep.DELTA, "b");
        piece("bot", "r5", 1, RunStep.DELTA, "c");
        loop.pass(LONG);
        asked("bot", "run_5");
        piece("bot", "r5", 2, RunStep.DELTA, "d");

        assertThat(heard())
                .containsExactly(
                        "bot run_3 status running",
                        "bot run_3 text early",
                        "bot run_4 status running",
                        "bot run_4 text b",
                        "bot r5 status running",
                        "bot r5 text c",
                        "bot r5 text d");
    }

    @Test
    void anAnswerInOnePieceIsTheTaskOfItsQuestion() {
        watch("bot");
        asked("bot", "run_1");
        said("bot", "m1", null, null, null);
        said("bot", "m2", null, null, null);

        assertThat(heard())
                .containsExactly(
                        "bot run_1 text said m1", "bot run_1 done stop", "bot m2 text said m2", "bot m2 done stop");
    }

    @Test
    void agentsNameTheirRunsAsTheyLikeAndAgain() {
        watch(null);
        piece("bot", "r1", 1, RunStep.DELTA, "a");
        piece("ann", "r1", 1, RunStep.DELTA, "b");
        piece("bot", "r1", 2, RunStep.END, null);
        said("bot", "m1", "r1", null, null);
        piece("ann", "r1", 2, RunStep.DELTA, "c");
        piece("bot", "r1", 1, RunStep.DELTA, "d");
        piece("bot", "r1", 2, RunStep.END, null);
        piece("bot", "r1", 1, RunStep.DELTA, "e");
        said("bot", "m2", "r1", null, null);
        loop.pass(LONG);

        assertThat(heard())
                .containsExactly(
                        "bot r1 status running",
                        "bot r1 text a",
                        "ann r1 status running",
                        "ann r1 text b",
                        "bot r1 done stop",
                        "ann r1 text c",
                        "bot r1 status running",
                        "bot r1 text d",
                        "bot r1 done stop",
                        "bot r1 status running",
                        "bot r1 text e");
    }

    @Test
    void aTextThatWasNotShownComesWhole() {
        watch("bot");
        said("bot", "m1", "r1", "failed", "no idea");
        piece("bot", "r2", 1, "think", "hm");
        piece("bot", "r2", 2, RunStep.END, null);
        said("bot", "m2", "r2", null, null);
        loop.pass(LONG);

        assertThat(heard())
                .containsExactly(
                        "bot r2 status running",
                        "bot r2 think hm",
                        "bot r2 text said m2",
                        "bot r2 done stop",
                        "bot r1 text said m1",
                        "bot r1 error agent_error no idea",
                        "bot r1 done error");
    }

    @Test
    void aToolsResultIsNotCutWithinACharacter() {
        String pair = "\ud83d\ude00";
        String long1 = "x".repeat(EventPayloads.MAX_RESULT - 1);

        assertThat(EventPayloads.of("tool_result", long1 + pair).path("content").textValue())
                .isEqualTo(long1);
        assertThat(EventPayloads.of("tool_result", "x" + long1 + pair)
                        .path("content")
                        .textValue())
                .isEqualTo("x" + long1);
    }

    private void watch(String agentId) {
        Transport socket = new Transport() {
            @Override
            public void write(String frame, Consumer<Boolean> written) {
                frames.add(frame);
                written.accept(true);
            }

            @Override
            public void close(int code, String reason) {}
        };
        OutboundQueue queue = new OutboundQueue(
                socket, Runnable::run, TestConfig.with(Map.of()).connection());
        watch.add(agentId, new AgentEvents(new Outlet(queue, loop), loop, true, null));
    }

    private void piece(String agentId, String runId, long seq, RunStep step, String text) {
        piece(agentId, runId, seq, step, null, text);
    }

    private void piece(String agentId, String runId, long seq, String kind, String text) {
        piece(agentId, runId, seq, RunStep.DELTA, kind, text);
    }

    private void piece(String agentId, String runId, long seq, RunStep step, String kind, String text) {
        String conversationId = Ids.directConversationId(SESSION, agentId);
        watch.piece(
                new RunMoved(runId, conversationId, agentId, null, null, seq, seq, step, kind, text, List.of(reader)));
    }

    private void asked(String agentId, String runId) {
        told(SESSION, agentId, "q" + runId, runId, null);
    }

    private void said(String agentId, String messageId, String runId, String status, String reason) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        if (status != null) {
            metadata.put(MessageDetails.RUN_STATUS, status).put(MessageDetails.RUN_REASON, reason);
        }
        told(agentId, SESSION, messageId, null, new MessageDetails(null, null, null, null, metadata, runId));
    }

    private void told(String from, String to, String id, String key, MessageDetails details) {
        MessageAccepted message = new MessageAccepted(
                id,
                key,
                Ids.directConversationId(from, to),
                ConversationKind.DIRECT,
                from,
                List.of(from, to),
                null,
                TextNode.valueOf("said " + id),
                details,
                null,
                null);
        watch.said(new LoggedMessage(message, 1, Instant.EPOCH));
    }

    private void finished(String runId, String reason) {
        watch.finished(new RunFinished(runId, HERE, reason, List.of(SESSION)));
    }

    /** What was written since this was last asked: agent, task, type, and what the payload says. */
    private List<String> heard() {
        List<String> heard =
                frames.stream().map(JsonText::parse).map(AgentEventsTest::shown).toList();
        frames.clear();
        return heard;
    }

    private static String shown(JsonNode frame) {
        JsonNode payload = frame.path("payload");
        String said =
                switch (frame.path("type").asText()) {
                    case "status" -> payload.path("status").asText();
                    case "done" -> payload.path("reason").asText();
                    case "error" ->
                        payload.path("code").asText() + " "
                                + payload.path("message").asText();
                    default -> payload.path("content").asText();
                };
        return String.join(
                " ",
                frame.path("agentId").asText(),
                frame.path("taskId").asText(),
                frame.path("type").asText(),
                said);
    }
}
