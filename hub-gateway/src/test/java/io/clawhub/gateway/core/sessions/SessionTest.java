package io.clawhub.gateway.core.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunStep;
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

    private final SessionBench bench = new SessionBench();

    @Test
    void anAnswerGrowsAndEndsWithItsMessage() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.piece("r", 2, 3, RunStep.DELTA, "lo");
        bench.answer("Hello!", "r", null, null);

        assertThat(bench.heard)
                .containsExactly(
                        new Asked("run_1", Ids.messageId(SessionBench.ME, "run_1"), "?", null),
                        new Grown("run_1", null, 1, 0, "Hel"),
                        new Grown("run_1", null, 3, 3, "lo"),
                        new Grown("run_1", "m102", 4, 5, "!"),
                        new Ended("run_1", "m102", Outcome.STOP, "Hello!"));
        assertThat(bench.done).containsExactly("ended run_1 STOP");
    }

    @Test
    void whatComesAfterTheEndIsNotShown() {
        bench.ask("run_1");
        bench.answer("Hello", "r", null, null);
        int before = bench.heard.size();

        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.piece("r", 2, 2, RunStep.DELTA, "lo");

        assertThat(bench.heard).hasSize(before);
    }

    @Test
    void aMessageWithoutPiecesIsSaidWhole() {
        bench.ask("run_1");
        bench.answer("Hello", null, null, null);

        assertThat(bench.heard.subList(1, 3))
                .containsExactly(new Said("run_1", "m102", "Hello"), new Ended("run_1", "m102", Outcome.STOP, "Hello"));
    }

    @Test
    void whoComesLateGetsWhatThereIsAndThenTheRest() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        List<SessionEvent> late = new ArrayList<>();

        bench.session.join(late::add);
        bench.piece("r", 2, 2, RunStep.DELTA, "lo");

        assertThat(late).containsExactly(new Snapshot("run_1", null, 1, "Hel"), new Grown("run_1", null, 2, 3, "lo"));
    }

    @Test
    void aGapIsFilledByASnapshot() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "a");
        bench.piece("r", 3, 3, RunStep.DELTA, "c");
        bench.piece("r", 4, 4, RunStep.DELTA, "d");
        assertThat(bench.done).containsExactly("snapshot");

        bench.piece("r", 1, 4, RunStep.SNAPSHOT, "abcd");
        bench.piece("r", 5, 5, RunStep.DELTA, "e");

        assertThat(bench.heard.subList(2, 4))
                .containsExactly(new Grown("run_1", null, 4, 1, "bcd"), new Grown("run_1", null, 5, 4, "e"));
    }

    @Test
    void anotherTextReplacesWhatWasShown() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "draft");
        bench.piece("r", 2, 2, RunStep.REPLACE, "final");
        bench.answer("final", "r", null, null);

        assertThat(bench.heard.subList(2, 4))
                .containsExactly(
                        new Replaced("run_1", null, 2, "final"), new Ended("run_1", "m102", Outcome.STOP, "final"));
    }

    @Test
    void piecesMayOvertakeTheQuestion() {
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        assertThat(bench.done).containsExactly("look up");
        bench.ask("run_1");
        assertThat(bench.heard).isEmpty();

        bench.session.loaded(List.of(SessionBench.row("run_1", 0)), "other");
        bench.piece("r", 2, 2, RunStep.DELTA, "lo");

        assertThat(bench.heard)
                .containsExactly(
                        new Asked("run_1", Ids.messageId(SessionBench.ME, "run_1"), "?", null),
                        new Grown("run_1", null, 1, 0, "Hel"),
                        new Grown("run_1", null, 2, 3, "lo"));
    }

    @Test
    void aQuestionThatEvenTheTableDidNotKnowAdoptsItsPieces() {
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.session.loaded(List.of(), "gateway");
        bench.ask("run_1");
        bench.piece("r", 2, 2, RunStep.DELTA, "lo");
        bench.answer("Hello", "r", null, null);

        assertThat(bench.heard.getLast()).isEqualTo(new Ended("run_1", "m102", Outcome.STOP, "Hello"));
        assertThat(bench.heard).filteredOn(event -> event instanceof Ended).hasSize(1);
        assertThat(bench.done).containsExactly("look up", "ended run_1 STOP");
    }

    @Test
    void anAnswerThatIsReplayedBeforeItsQuestionWasSeenEndsTheRun() {
        bench.session.begin("run_1");
        bench.session.put(SessionBench.row("run_1", 0), "q", 100);
        bench.session.on(new Push.MessageArrived(
                ((Push.MessageArrived) bench.arrived(SessionBench.AGENT, "m1", null, "Hello", null)).logged(), true));

        assertThat(bench.heard)
                .containsExactly(
                        new Asked("run_1", Ids.messageId(SessionBench.ME, "run_1"), "?", null),
                        new Said("run_1", "m1", "Hello"),
                        new Ended("run_1", "m1", Outcome.STOP, "Hello"));
    }

    @Test
    void whatTheAgentSaysUnaskedIsATurnOfItsOwn() {
        bench.answer("by the way", null, null, null);

        assertThat(bench.heard)
                .containsExactly(
                        new Said("m101", "m101", "by the way"), new Ended("m101", "m101", Outcome.STOP, "by the way"));
        assertThat(bench.done).isEmpty();
    }

    @Test
    void cancelledTwiceItIsKeptOnceAndNothingMoreIsShown() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");

        bench.session.cancel("run_1");
        bench.session.cancel("run_1");
        bench.piece("r", 2, 2, RunStep.DELTA, "lo");
        bench.later(1_000);
        assertThat(bench.done).containsExactly("cancel r");
        bench.later(1_500);
        assertThat(bench.done).containsExactly("cancel r", "keep Hel CANCELLED");
        bench.answer("Hel", "r", "cancelled", "cancelled");

        assertThat(bench.heard.subList(1, 3))
                .containsExactly(
                        new Grown("run_1", null, 1, 0, "Hel"), new Ended("run_1", "m102", Outcome.CANCELLED, "Hel"));
        bench.session.cancel("run_1");
        assertThat(bench.done).containsExactly("cancel r", "keep Hel CANCELLED", "ended run_1 CANCELLED");
    }

    @Test
    void aLateAnswerToACancelledQuestionIsNotShown() {
        bench.ask("run_1");
        bench.session.cancel("run_1");
        bench.later(2_500);
        assertThat(bench.done).containsExactly("cancel run_1", "finish run_1 CANCELLED");
        bench.session.over("run_1", Outcome.CANCELLED);
        int before = bench.heard.size();

        bench.answer("too late", null, null, null);

        assertThat(bench.heard).hasSize(before);
    }

    @Test
    void anAgentThatIsGoneAndDoesNotComeBackIsLost() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.piece("r", 1, 1, RunStep.PAUSE, null);
        bench.later(14_000);
        assertThat(bench.done).isEmpty();
        bench.later(4_500);
        assertThat(bench.done).containsExactly("keep Hel AGENT_LOST");
    }

    @Test
    void anAgentThatComesBackGoesOn() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.piece("r", 1, 1, RunStep.PAUSE, null);
        bench.later(10_000);
        bench.piece("r", 0, 0, RunStep.BEGIN, null);
        bench.piece("r", 2, 2, RunStep.REPLACE, "Hello");
        bench.later(19_000);

        // Only its gateway is asked if it is still there.
        assertThat(bench.done).containsOnly("snapshot");
        assertThat(bench.heard.getLast()).isEqualTo(new Grown("run_1", null, 2, 3, "lo"));
    }

    @Test
    void anAgentThatSaysNothingIsTimedOut() {
        bench.ask("run_1");
        bench.later(64_000);
        assertThat(bench.done).containsExactly("finish run_1 AGENT_TIMEOUT");
        bench.later(500);
        assertThat(bench.done).hasSize(1);
        bench.later(2_000);
        assertThat(bench.done).hasSize(2);
    }

    @Test
    void anEndThatCannotBeWrittenIsGivenUpInTheEnd() {
        bench.ask("run_1");
        bench.session.cancel("run_1");
        for (int i = 0; i < 40; i++) {
            bench.later(1_000);
        }
        assertThat(bench.heard.getLast()).isEqualTo(new Ended("run_1", null, Outcome.INTERNAL, ""));
    }

    @Test
    void theAgentsAbsenceCountsAndItsReturnEndsIt() {
        bench.ask("run_1");
        bench.session.on(
                new Push.PresenceSeen(new Presence(SessionBench.AGENT, Presence.Status.OFFLINE, Instant.EPOCH)));
        bench.later(10_000);
        bench.session.on(
                new Push.PresenceSeen(new Presence(SessionBench.AGENT, Presence.Status.ONLINE, Instant.EPOCH)));
        bench.later(10_000);
        assertThat(bench.done).isEmpty();
    }

    @Test
    void repliesToSomethingElseDoNotEndTheRun() {
        bench.ask("run_1");
        bench.session.on(bench.arrived(
                SessionBench.AGENT,
                "m_other",
                null,
                "of old",
                new MessageDetails(null, "m_old", null, null, null, null)));
        assertThat(bench.heard).hasSize(1);
        bench.answer("Hello", null, null, null);

        assertThat(bench.heard.subList(1, 5))
                .containsExactly(
                        new Said("run_1", "m103", "Hello"),
                        new Ended("run_1", "m103", Outcome.STOP, "Hello"),
                        new Said("m_other", "m_other", "of old"),
                        new Ended("m_other", "m_other", Outcome.STOP, "of old"));
    }

    @Test
    void idleSessionsCloseAndRefuse() {
        bench.ask("run_1");
        assertThat(bench.session.closeIfIdle()).isFalse();
        bench.answer("Hello", null, null, null);
        bench.now += 120_000;
        assertThat(bench.session.closeIfIdle()).isFalse();
        bench.session.leave(bench.reader);
        assertThat(bench.session.closeIfIdle()).isFalse();
        bench.now += 61_000;
        assertThat(bench.session.closeIfIdle()).isTrue();
        assertThat(bench.session.use()).isFalse();
        assertThat(bench.session.join(bench.reader)).isFalse();
    }
}
