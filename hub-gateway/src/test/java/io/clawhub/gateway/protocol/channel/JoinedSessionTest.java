package io.clawhub.gateway.protocol.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.sessions.Outcome;
import io.clawhub.gateway.core.sessions.SessionEvent;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Grown;
import io.clawhub.gateway.core.sessions.SessionEvent.Replaced;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Resume;
import io.clawhub.gateway.websocket.ManualLoop;
import io.clawhub.gateway.websocket.PausableTransport;

import static org.assertj.core.api.Assertions.assertThat;

class JoinedSessionTest {

    private static final SessionKey KEY = new SessionKey("", "bot", "s");

    private final Socket socket = new Socket();
    private final ManualLoop loop = new ManualLoop();
    private final OutboundQueue queue = new OutboundQueue(
            new ChannelSocket(socket, false),
            Runnable::run,
            new ReaderLimits(TestConfig.with(Map.of()).connection()));
    private final Outlet outlet = new Outlet(queue, loop);

    @Test
    void version1SaysWhatTheSamplesShow() {
        tell(
                reader(1, null),
                new Asked("r", "q", "?", null),
                new Grown("r", "m", 1, 0, "Hel"),
                new Grown("r", "m", 2, 3, "lo"),
                new Ended("r", "m", Outcome.STOP, "Hello"));

        assertThat(socket.frames)
                .containsExactly(
                        "{\"type\":\"stream\",\"agentId\":\"main\",\"content\":\"Hel\",\"done\":false}",
                        "{\"type\":\"stream\",\"agentId\":\"main\",\"content\":\"lo\",\"done\":false}",
                        "{\"type\":\"stream\",\"agentId\":\"main\",\"content\":\"\",\"done\":true}");
    }

    @Test
    void aWholeAnswerIsAMessageAndThenTheEnd() {
        JoinedSession reader = reader(1, null);
        tell(reader, new Said("r", "m", "Hello"), new Ended("r", "m", Outcome.STOP, "Hello"));

        assertThat(socket.frames)
                .containsExactly(
                        "{\"type\":\"message\",\"agentId\":\"main\",\"content\":\"Hello\",\"done\":false}",
                        "{\"type\":\"stream\",\"agentId\":\"main\",\"content\":\"\",\"done\":true}");
    }

    @Test
    void version2SaysItInOneFrame() {
        tell(reader(2, null), new Said("r", "m", "Hello"), new Ended("r", "m", Outcome.STOP, "Hello"));

        assertThat(socket.frames)
                .containsExactly("{\"type\":\"message\",\"agentId\":\"main\",\"content\":\"Hello\",\"done\":true,"
                        + "\"sessionId\":\"s\",\"runId\":\"r\",\"messageId\":\"m\",\"reason\":\"stop\"}");
    }

    @Test
    void whoWantsTheWholeGetsNoPieces() {
        JoinedSession reader = reader(1, null);
        reader.asks("r", true);
        tell(reader, new Grown("r", "m", 1, 0, "Hel"), new Ended("r", "m", Outcome.STOP, "Hello"));

        assertThat(socket.frames).hasSize(2).first().asString().contains("\"message\"", "Hello");
    }

    @Test
    void whatEndsBadlyEndsWithAnError() {
        tell(reader(1, null), new Grown("r", "m", 1, 0, "Hel"), new Ended("r", "m", Outcome.AGENT_LOST, "Hel"));

        assertThat(socket.frames.getLast())
                .contains("\"type\":\"error\"", "\"code\":\"agent_lost\"", "\"done\":true", "\"payload\"");
        assertThat(socket.frames)
                .filteredOn(frame -> frame.contains("\"done\":true"))
                .hasSize(1);
    }

    @Test
    void aTextThatWasTakenBackIsHeldOnVersion1AndShownAtTheEnd() {
        tell(
                reader(1, null),
                new Grown("r", "m", 1, 0, "draft"),
                new Replaced("r", "m", 2, "fin"),
                new Grown("r", "m", 3, 3, "al"),
                new Ended("r", "m", Outcome.STOP, "final"));

        assertThat(socket.frames).hasSize(3);
        assertThat(socket.frames.get(1)).contains("\"content\":\"final\"");
    }

    @Test
    void whoComesLateOnVersion1GetsTheTextAsOnePiece() {
        tell(reader(1, null), new Snapshot("r", "m", 5, "so far"), new Grown("r", "m", 6, 6, "!"));

        assertThat(socket.frames.getFirst())
                .isEqualTo("{\"type\":\"stream\",\"agentId\":\"main\",\"content\":\"so far\",\"done\":false}");
    }

    @Test
    void whoHasAllOfItAlreadyGetsNoSnapshot() {
        tell(reader(2, new Resume("r", 5)), new Snapshot("r", "m", 5, "so far"), new Grown("r", "m", 6, 6, "!"));
        tell(reader(2, new Resume("r", 4)), new Snapshot("r", "m", 5, "so far"));

        assertThat(socket.frames).hasSize(3);
        assertThat(socket.frames.getFirst()).contains("\"status\"", "\"running\"", "\"recovered\":true", "\"seq\":5");
        assertThat(socket.frames.get(1)).contains("\"stream\"", "\"seq\":6", "\"offset\":6");
        assertThat(socket.frames.getLast()).contains("\"snapshot\"", "so far", "\"recovered\":true");
    }

    @Test
    void whatOthersTookBackBeforeItsTurnIsNotTold() {
        tell(reader(1, null), new Ended("other", null, Outcome.CANCELLED, ""));
        assertThat(socket.frames).isEmpty();

        JoinedSession asker = reader(1, null);
        asker.asks("mine", false);
        tell(asker, new Ended("mine", null, Outcome.CANCELLED, ""));
        assertThat(socket.frames).hasSize(1);
    }

    @Test
    void whoResumesARunThatIsOverIsToldSoOnce() {
        Resume resume = new Resume("old", 5);
        JoinedSession reader = reader(2, resume);
        tell(reader, new Snapshot("r", "m", 3, "so far"));
        reader.giveUp(resume);

        assertThat(socket.frames).hasSize(2);
        assertThat(socket.frames.getFirst())
                .contains("\"status\":\"unknown\"", "\"runId\":\"old\"", "\"recovered\":false");
        assertThat(socket.frames.getLast()).contains("\"snapshot\"", "\"runId\":\"r\"");
    }

    @Test
    void whatAnotherGatewayKnowsOfAResumedRunIsASnapshot() {
        Resume resume = new Resume("r", 5);
        JoinedSession reader = reader(2, resume);
        reader.giveUp(resume);
        tell(reader, new Grown("r", "m", 5, 0, "so far"), new Grown("r", "m", 6, 6, "!"));

        assertThat(socket.frames).hasSize(3);
        assertThat(socket.frames.getFirst()).contains("\"recovered\":false");
        assertThat(socket.frames.get(1)).contains("\"snapshot\"", "so far", "\"recovered\":true");
        assertThat(socket.frames.getLast()).contains("\"stream\"", "\"offset\":6");
    }

    @Test
    void aRunThatEndsWhileItIsResumedIsReadInHistory() {
        JoinedSession reader = reader(2, new Resume("r", 5));
        tell(reader, new Ended("r", "m", Outcome.STOP, "all of it"));

        assertThat(socket.frames).singleElement().asString().contains("\"recovered\":false");
    }

    @Test
    void aQuestionThatIsPutMeanwhileDoesNotHideTheEndOfTheRun() {
        tell(
                reader(1, null),
                new Grown("r", "m", 1, 0, "Hel"),
                new Asked("detached", "q", "?", null),
                new Ended("r", "m", Outcome.AGENT_LOST, "Hel"));

        assertThat(socket.frames).hasSize(2);
        assertThat(socket.frames.getLast()).contains("agent_lost", "\"done\":true");
    }

    @Test
    void whatIsTakenBackDoesNotTouchTheRunThatGoesOn() {
        JoinedSession reader = reader(2, null);
        reader.asks("mine", false);
        tell(
                reader,
                new Said("r", "m", "Hello"),
                new Ended("mine", null, Outcome.CANCELLED, ""),
                new Ended("r", "m", Outcome.STOP, "Hello"));

        assertThat(socket.frames).hasSize(2);
        assertThat(socket.frames.getFirst()).contains("\"runId\":\"mine\"", "\"reason\":\"cancelled\"");
        assertThat(socket.frames.getLast()).contains("\"message\"", "\"runId\":\"r\"", "\"done\":true");
    }

    @Test
    void version1HearsOfWhatItTookBackAfterTheOpenTurn() {
        JoinedSession reader = reader(1, null);
        reader.asks("mine", false);
        tell(
                reader,
                new Grown("r", "m", 1, 0, "draft"),
                new Replaced("r", "m", 2, "final"),
                new Ended("mine", null, Outcome.CANCELLED, ""));
        assertThat(socket.frames).hasSize(1);

        tell(reader, new Ended("r", "m", Outcome.STOP, "final"));

        assertThat(socket.frames).hasSize(4);
        assertThat(socket.frames.get(1)).contains("final");
        assertThat(socket.frames.subList(2, 4)).allMatch(frame -> frame.contains("\"content\":\"\",\"done\":true"));
    }

    @Test
    void anOwnQuestionThatWaitsForItsAgentIsNoOpenTurn() {
        JoinedSession reader = reader(1, null);
        reader.asks("away", false);
        reader.asks("mine", false);
        reader.left("away");
        tell(reader, new Asked("away", "q", "?", null), new Ended("mine", null, Outcome.CANCELLED, ""));

        assertThat(socket.frames).hasSize(1);
    }

    @Test
    void aRunThatHasBegunDoesNotWaitAnyLonger() {
        JoinedSession reader = reader(2, null);
        reader.asks("r", false);
        tell(reader, new Asked("r", "q", "?", null));
        reader.taken("r", true);

        assertThat(socket.frames).singleElement().asString().contains("running");
    }

    @Test
    void whoCancelsIsToldWhatComesOfIt() {
        JoinedSession reader = reader(2, null);
        reader.asks("r", false);
        reader.taken("r", false);
        reader.cancelled(null, true);
        reader.cancelled("other", false);
        tell(reader, new Ended("r", null, Outcome.CANCELLED, ""));
        reader.cancelled("r", false);

        assertThat(socket.frames).hasSize(4);
        assertThat(socket.frames.getFirst()).contains("cancelling", "\"runId\":\"r\"");
        assertThat(socket.frames.get(1)).contains("idle", "\"runId\":\"other\"");
        assertThat(socket.frames.get(2)).contains("\"reason\":\"cancelled\"");
        assertThat(socket.frames.getLast()).contains("idle");
    }

    @Test
    void aSlowReaderGetsFewerAndLongerFramesAndLosesNothing() {
        JoinedSession reader = reader(2, null);
        socket.stalled = true;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            String piece = "piece " + i + ' ';
            tell(reader, new Grown("r", "m", i + 1, all.length(), piece));
            all.append(piece);
        }
        socket.go();
        tell(reader, new Ended("r", "m", Outcome.STOP, all.toString()));

        StringBuilder read = new StringBuilder();
        for (String frame : socket.frames) {
            String content = JsonText.parse(frame).path("content").asText();
            read.append(content);
        }
        assertThat(read).hasToString(all.toString());
        assertThat(socket.frames).hasSizeLessThan(1_500);
        assertThat(socket.code).isZero();
    }

    @Test
    void aReaderThatStaysBehindIsSentAway() {
        JoinedSession reader = reader(1, null);
        socket.stalled = true;
        for (int i = 0; i < 5_000; i++) {
            tell(reader, new Grown("r", "m", i + 1, 0, "piece"));
        }
        assertThat(socket.code).isZero();

        loop.pass(5_000);

        assertThat(socket.code).isEqualTo(1008);
    }

    private JoinedSession reader(int version, Resume resume) {
        JoinedSession reader = new JoinedSession(KEY, new SessionFrames("main", "s", version == 2), outlet, false);
        reader.resumes(resume);
        return reader;
    }

    private static void tell(JoinedSession reader, SessionEvent... events) {
        List.of(events).forEach(reader::on);
    }

    /** A socket that may stop taking frames. */
    private static final class Socket implements PausableTransport {

        private final List<String> frames = new ArrayList<>();
        private final List<Consumer<Boolean>> unwritten = new ArrayList<>();
        private boolean stalled;
        private int code;

        @Override
        public void write(String frame, Consumer<Boolean> written) {
            frames.add(frame);
            if (stalled) {
                unwritten.add(written);
            } else {
                written.accept(true);
            }
        }

        private void go() {
            stalled = false;
            List.copyOf(unwritten).forEach(written -> written.accept(true));
        }

        @Override
        public void close(int closeCode, String reason) {
            code = closeCode;
        }

        @Override
        public void read(boolean on) {}

        @Override
        public void arrived() {}
    }
}
