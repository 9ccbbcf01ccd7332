package io.clawhub.gateway.core.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Grown;
import io.clawhub.gateway.core.sessions.SessionEvent.Replaced;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;

import static org.assertj.core.api.Assertions.assertThat;

class SessionTest {

    private static final String ME = "ws:1";
    private static final String AGENT = "agent";

    private final List<String> done = new ArrayList<>();
    private final List<SessionEvent> heard = new ArrayList<>();
    private long now = 1_000_000;
    private long seq = 100;
    private Session session;

    @BeforeEach
    void open() {
        SessionsConfig config = new SmallRyeConfigBuilder()
                .withMapping(SessionsConfig.class)
                .build()
                .getConfigMapping(SessionsConfig.class);
        session = new Session(ME, AGENT, new Noted(), config, () -> now);
        session.join(heard::add);
        session.loaded(List.of(), "gateway");
    }

    @Test
    void anAnswerGrowsAndEndsWithItsMessage() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "Hel");
        piece("r", 2, 3, RunStep.DELTA, "lo");
        answer("Hello!", "r", null, null);

        assertThat(heard)
                .containsExactly(
                        new Asked("run_1", Ids.messageId(ME, "run_1"), "?", null),
                        new Grown("run_1", null, 1, 0, "Hel"),
                        new Grown("run_1", null, 3, 3, "lo"),
                        new Grown("run_1", "m102", 4, 5, "!"),
                        new Ended("run_1", "m102", Outcome.STOP, "Hello!"));
        assertThat(done).containsExactly("ended run_1 STOP");
    }

    @Test
    void whatComesAfterTheEndIsNotShown() {
        ask("run_1");
        answer("Hello", "r", null, null);
        int before = heard.size();

        piece("r", 1, 1, RunStep.DELTA, "Hel");
        piece("r", 2, 2, RunStep.DELTA, "lo");

        assertThat(heard).hasSize(before);
    }

    @Test
    void aMessageWithoutPiecesIsSaidWhole() {
        ask("run_1");
        answer("Hello", null, null, null);

        assertThat(heard.subList(1, 3))
                .containsExactly(new Said("run_1", "m102", "Hello"), new Ended("run_1", "m102", Outcome.STOP, "Hello"));
    }

    @Test
    void whoComesLateGetsWhatThereIsAndThenTheRest() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "Hel");
        List<SessionEvent> late = new ArrayList<>();

        session.join(late::add);
        piece("r", 2, 2, RunStep.DELTA, "lo");

        assertThat(late).containsExactly(new Snapshot("run_1", null, 1, "Hel"), new Grown("run_1", null, 2, 3, "lo"));
    }

    @Test
    void aGapIsFilledByASnapshot() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "a");
        piece("r", 3, 3, RunStep.DELTA, "c");
        piece("r", 4, 4, RunStep.DELTA, "d");
        assertThat(done).containsExactly("snapshot");

        piece("r", 1, 4, RunStep.SNAPSHOT, "abcd");
        piece("r", 5, 5, RunStep.DELTA, "e");

        assertThat(heard.subList(2, 4))
                .containsExactly(new Grown("run_1", null, 4, 1, "bcd"), new Grown("run_1", null, 5, 4, "e"));
    }

    @Test
    void anotherTextReplacesWhatWasShown() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "draft");
        piece("r", 2, 2, RunStep.REPLACE, "final");
        answer("final", "r", null, null);

        assertThat(heard.subList(2, 4))
                .containsExactly(
                        new Replaced("run_1", null, 2, "final"), new Ended("run_1", "m102", Outcome.STOP, "final"));
    }

    @Test
    void piecesMayOvertakeTheQuestion() {
        piece("r", 1, 1, RunStep.DELTA, "Hel");
        assertThat(done).containsExactly("look up");
        ask("run_1");
        assertThat(heard).isEmpty();

        session.loaded(List.of(row("run_1", 0)), "other");
        piece("r", 2, 2, RunStep.DELTA, "lo");

        assertThat(heard)
                .containsExactly(
                        new Grown("run_1", null, 1, 0, "Hel"),
                        new Asked("run_1", Ids.messageId(ME, "run_1"), "?", null),
                        new Grown("run_1", null, 2, 3, "lo"));
    }

    @Test
    void aQuestionThatEvenTheTableDidNotKnowAdoptsItsPieces() {
        piece("r", 1, 1, RunStep.DELTA, "Hel");
        session.loaded(List.of(), "gateway");
        ask("run_1");
        piece("r", 2, 2, RunStep.DELTA, "lo");
        answer("Hello", "r", null, null);

        assertThat(heard.getLast()).isEqualTo(new Ended("run_1", "m102", Outcome.STOP, "Hello"));
        assertThat(heard).filteredOn(event -> event instanceof Ended).hasSize(1);
        assertThat(done).containsExactly("look up", "ended run_1 STOP");
    }

    @Test
    void anAnswerThatIsReplayedBeforeItsQuestionWasSeenEndsTheRun() {
        session.begin("run_1");
        session.put("run_1", "q", 100);
        session.on(new Push.MessageArrived(
                ((Push.MessageArrived) arrived(AGENT, "m1", null, "Hello", null)).logged(), true));

        assertThat(heard)
                .containsExactly(new Said("run_1", "m1", "Hello"), new Ended("run_1", "m1", Outcome.STOP, "Hello"));
    }

    @Test
    void whatTheAgentSaysUnaskedIsATurnOfItsOwn() {
        answer("by the way", null, null, null);

        assertThat(heard)
                .containsExactly(
                        new Said("m101", "m101", "by the way"), new Ended("m101", "m101", Outcome.STOP, "by the way"));
        assertThat(done).isEmpty();
    }

    @Test
    void cancelledTwiceItIsKeptOnceAndNothingMoreIsShown() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "Hel");

        session.cancel("run_1");
        session.cancel("run_1");
        piece("r", 2, 2, RunStep.DELTA, "lo");
        later(1_000);
        assertThat(done).containsExactly("cancel r");
        later(1_500);
        assertThat(done).containsExactly("cancel r", "keep Hel CANCELLED");
        answer("Hel", "r", "cancelled", "cancelled");

        assertThat(heard.subList(1, 3))
                .containsExactly(
                        new Grown("run_1", null, 1, 0, "Hel"), new Ended("run_1", "m102", Outcome.CANCELLED, "Hel"));
        session.cancel("run_1");
        assertThat(done).containsExactly("cancel r", "keep Hel CANCELLED", "ended run_1 CANCELLED");
    }

    @Test
    void aLateAnswerToACancelledQuestionIsNotShown() {
        ask("run_1");
        session.cancel("run_1");
        later(2_500);
        assertThat(done).containsExactly("finish run_1 CANCELLED");
        session.over("run_1", Outcome.CANCELLED);
        int before = heard.size();

        answer("too late", null, null, null);

        assertThat(heard).hasSize(before);
    }

    @Test
    void anAgentThatIsGoneAndDoesNotComeBackIsLost() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "Hel");
        piece("r", 1, 1, RunStep.PAUSE, null);
        later(14_000);
        assertThat(done).isEmpty();
        later(4_500);
        assertThat(done).containsExactly("keep Hel AGENT_LOST");
    }

    @Test
    void anAgentThatComesBackGoesOn() {
        ask("run_1");
        piece("r", 1, 1, RunStep.DELTA, "Hel");
        piece("r", 1, 1, RunStep.PAUSE, null);
        later(10_000);
        piece("r", 0, 0, RunStep.BEGIN, null);
        piece("r", 2, 2, RunStep.REPLACE, "Hello");
        later(19_000);

        // Only its gateway is asked if it is still there.
        assertThat(done).containsOnly("snapshot");
        assertThat(heard.getLast()).isEqualTo(new Grown("run_1", null, 2, 3, "lo"));
    }

    @Test
    void anAgentThatSaysNothingIsTimedOut() {
        ask("run_1");
        later(64_000);
        assertThat(done).containsExactly("finish run_1 AGENT_TIMEOUT");
        later(500);
        assertThat(done).hasSize(1);
        later(2_000);
        assertThat(done).hasSize(2);
    }

    @Test
    void anEndThatCannotBeWrittenIsGivenUpInTheEnd() {
        ask("run_1");
        session.cancel("run_1");
        for (int i = 0; i < 40; i++) {
            later(1_000);
        }
        assertThat(heard.getLast()).isEqualTo(new Ended("run_1", null, Outcome.INTERNAL, ""));
    }

    @Test
    void theAgentsAbsenceCountsAndItsReturnEndsIt() {
        ask("run_1");
        session.on(new Push.PresenceSeen(new Presence(AGENT, Presence.Status.OFFLINE, Instant.EPOCH)));
        later(10_000);
        session.on(new Push.PresenceSeen(new Presence(AGENT, Presence.Status.ONLINE, Instant.EPOCH)));
        later(10_000);
        assertThat(done).isEmpty();
    }

    @Test
    void repliesToSomethingElseDoNotEndTheRun() {
        ask("run_1");
        session.on(
                arrived(AGENT, "m_other", null, "of old", new MessageDetails(null, "m_old", null, null, null, null)));
        assertThat(heard).hasSize(1);
        answer("Hello", null, null, null);

        assertThat(heard.subList(1, 5))
                .containsExactly(
                        new Said("run_1", "m103", "Hello"),
                        new Ended("run_1", "m103", Outcome.STOP, "Hello"),
                        new Said("m_other", "m_other", "of old"),
                        new Ended("m_other", "m_other", Outcome.STOP, "of old"));
    }

    @Test
    void idleSessionsCloseAndRefuse() {
        ask("run_1");
        assertThat(session.closeIfIdle()).isFalse();
        answer("Hello", null, null, null);
        now += 120_000;
        assertThat(session.closeIfIdle()).isFalse();
        session.leave(heard::add);
        assertThat(session.closeIfIdle()).isFalse();
    }

    private void later(long millis) {
        now += millis;
        session.tick();
    }

    private void ask(String runId) {
        session.on(arrived(ME, Ids.messageId(ME, runId), runId, "?", null));
    }

    private void answer(String text, String runId, String status, String reason) {
        ObjectNode metadata = null;
        if (status != null) {
            metadata = JsonNodeFactory.instance
                    .objectNode()
                    .put("run_status", status)
                    .put("run_reason", reason);
        }
        MessageDetails details = new MessageDetails(null, null, null, null, metadata, runId);
        session.on(arrived(AGENT, "m" + (seq + 1), null, text, details));
    }

    private Push arrived(String from, String id, String key, String text, MessageDetails details) {
        String other = from.equals(ME) ? AGENT : ME;
        MessageAccepted message = new MessageAccepted(
                id,
                key,
                "dc_1",
                ConversationKind.DIRECT,
                from,
                List.of(from, other),
                null,
                TextNode.valueOf(text),
                details,
                null,
                null,
                null);
        return new Push.MessageArrived(new LoggedMessage(message, ++seq, Instant.ofEpochMilli(now)));
    }

    private void piece(String runId, long first, long last, RunStep step, String text) {
        session.on(
                new Push.RunSeen(new RunMoved(runId, "dc_1", AGENT, null, first, last, step, null, text, List.of(ME))));
    }

    private static AskedRun row(String runId, long promptSeq) {
        return new AskedRun(runId, "dc_1", ME, AGENT, "?", null, RunState.ACTIVE, "other", promptSeq, null, null);
    }

    private final class Noted implements SessionActions {

        @Override
        public void ended(String runId, Outcome outcome) {
            done.add("ended " + runId + " " + outcome);
        }

        @Override
        public void finish(String runId, Outcome outcome) {
            done.add("finish " + runId + " " + outcome);
        }

        @Override
        public void keep(ActiveRun run, Outcome outcome) {
            done.add("keep " + run.text() + " " + outcome);
        }

        @Override
        public void cancel(String agentRunId) {
            done.add("cancel " + agentRunId);
        }

        @Override
        public void snapshot() {
            done.add("snapshot");
        }

        @Override
        public void lookUp() {
            done.add("look up");
        }

        @Override
        public void check(String runId) {
            done.add("check " + runId);
        }
    }
}
