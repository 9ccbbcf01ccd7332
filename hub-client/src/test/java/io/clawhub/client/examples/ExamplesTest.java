package io.clawhub.client.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.IMClient;
import io.clawhub.client.doubles.ImHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ExamplesTest {

    @TempDir
    Path workspace;

    private ImHub hub;

    @BeforeEach
    void start() throws InterruptedException {
        hub = new ImHub();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void theEchoAnswersEachMessageOnce() {
        try (IMClient agent = EchoAgent.start(hub.url().toString(), workspace.toString())) {
            hub.says("me", "echo", "hello");
            soon().until(() -> hub.said("echo", "me").contains("You said: hello"));
            assertThat(hub.said("echo", "me")).containsExactly("hello", "You said: hello");
            assertThat(agent.agentId()).isEqualTo("echo");
        }
    }

    @Test
    void theEmployeeWorksOffWhatCameMeanwhileAndGoes() {
        hub.says("boss", "employee", "one");
        hub.says("boss", "employee", "two");
        EmployeeAgent.main(hub.url().toString(), workspace.toString());
        assertThat(hub.said("boss", "employee")).containsExactly("one", "two", "Done: one", "Done: two");

        EmployeeAgent.main(hub.url().toString(), workspace.toString());
        assertThat(hub.said("boss", "employee")).hasSize(4);
    }

    @Test
    void theModeratorAnswersWhenMentioned() {
        hub.answer(
                "group_create",
                frame -> Map.of("conversation_id", "gc_1", "name", "Planning", "members", List.of("me", "moderator")));
        try (IMClient agent = GroupAgent.start(hub.url().toString(), workspace.toString(), "me")) {
            soon().until(() -> hub.frames("send").size() == 1);
            assertThat(hub.frames("send").get(0).path("mentions").get(0).asText())
                    .isEqualTo("me");
            say(1, List.of());
            say(2, List.of("moderator"));
            soon().until(() -> hub.frames("send").size() == 2);
            assertThat(agent.getHistory("gc_1", 10, null, false)).hasSize(4);
        }
    }

    @Test
    void theForecasterAnswersWordByWord() {
        try (IMClient agent = StreamingAgent.start(hub.url().toString(), workspace.toString())) {
            hub.says("me", "forecaster", "and tomorrow?");
            soon().until(() -> hub.said("me", "forecaster").contains("It will rain tomorrow."));
            assertThat(hub.frames("stream_delta")).hasSize(4);
            assertThat(agent.listFailed().pending()).isEmpty();
        }
    }

    @Test
    void theReaderSeesAReplyGrow() {
        List<String> screen = new CopyOnWriteArrayList<>();
        try (IMClient me = LiveReader.start(hub.url().toString(), workspace.toString(), screen::add)) {
            stream(0, "begin", Map.of("message_id", "msg_9"));
            stream(1, "delta", Map.of("text", "It "));
            soon().until(() -> screen.contains("forecaster: It "));
            stream(3, "delta", Map.of("first_seq", 2, "text", "will rain"));
            soon().until(() -> screen.contains("forecaster: It will rain"));
            hub.says("forecaster", "me", "It will rain tomorrow.");
            soon().until(() -> screen.contains("forecaster: It will rain tomorrow."));
            assertThat(me.agentId()).isEqualTo("me");
        }
    }

    private void stream(long seq, String op, Map<String, Object> more) {
        Map<String, Object> frame = new HashMap<>(more);
        frame.putAll(Map.of(
                "t",
                "stream",
                "run_id",
                "run_1",
                "conversation_id",
                "dc_1",
                "from",
                "forecaster",
                "seq",
                seq,
                "op",
                op));
        hub.push("me", frame);
    }

    private void say(long seq, List<String> mentions) {
        hub.push(
                "moderator",
                Map.of(
                        "t",
                        "deliver",
                        "message",
                        Map.of(
                                "id", "msg_g" + seq,
                                "conversation_id", "gc_1",
                                "conversation_kind", "group",
                                "seq", seq,
                                "from", "me",
                                "kind", "text",
                                "text", "hello",
                                "mentions", mentions,
                                "ts", "2026-01-01T00:00:00.000Z")));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }
}
