package io.clawhub.gateway.core.sessions;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Grown;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs that do not go as they should. */
class SessionFaultsTest {

    private static final String FIRST = Ids.messageId(SessionBench.ME, "run_1");

    private final SessionBench bench = new SessionBench();

    @Test
    void aRunThatIsGivenUpIsEndedInTheTableAllTheSame() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.session.cancel("run_1");
        bench.later(2_500);
        bench.later(31_000);

        assertThat(bench.heard.getLast()).isEqualTo(new Ended("run_1", null, Outcome.INTERNAL, ""));
        assertThat(bench.done).contains("keep Hel CANCELLED").endsWith("give up Hel CANCELLED");
    }

    @Test
    void aRunThatIsOverHereAndNotInTheTableIsEndedThere() {
        bench.ask("run_1");
        bench.session.over("run_1", Outcome.INTERNAL);

        bench.session.resume(SessionBench.row("run_1", 101), true);

        assertThat(bench.done).containsExactly("ended run_1 INTERNAL");
        assertThat(bench.session.cancel(null)).isFalse();
    }

    @Test
    void aStreamThatBeginsAfterItsQuestionWasCancelledIsStoppedAndNotShown() {
        bench.ask("run_1");
        bench.session.cancel("run_1");
        bench.later(2_500);
        bench.session.over("run_1", Outcome.CANCELLED);
        int before = bench.heard.size();

        bench.piece("late", 1, 1, RunStep.DELTA, "But ");
        bench.piece("late", 2, 2, RunStep.DELTA, "still");
        bench.answer("But still", "late", null, null);

        assertThat(bench.heard).hasSize(before);
        assertThat(bench.done).containsExactly("cancel run_1", "finish run_1 CANCELLED", "cancel late");
    }

    @Test
    void itDoesNotBecomeTheNextQuestionsAnswer() {
        bench.ask("run_1");
        bench.session.cancel("run_1");
        bench.later(2_500);
        bench.session.over("run_1", Outcome.CANCELLED);
        bench.ask("run_2");
        int before = bench.heard.size();

        bench.begin("late", FIRST);
        bench.piece("late", 1, 1, RunStep.DELTA, "But still");
        bench.begin("r2", Ids.messageId(SessionBench.ME, "run_2"));
        bench.piece("r2", 1, 1, RunStep.DELTA, "Two");
        bench.answer("But still", "late", null, null);
        bench.answer("Two", "r2", null, null);

        assertThat(bench.heard.subList(before, bench.heard.size()))
                .containsExactly(
                        new Grown("run_2", null, 1, 0, "Two"), new Ended("run_2", "m104", Outcome.STOP, "Two"));
    }

    @Test
    void anAgentThatBeginsWithinTheGraceIsToldToStop() {
        bench.ask("run_1");
        bench.session.cancel("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");

        assertThat(bench.done).containsExactly("cancel run_1", "cancel r");
        assertThat(bench.heard).hasSize(1);
    }

    @Test
    void whatIsStoppedOnAnotherGatewayIsStoppedHere() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.stoppedElsewhere("r");
        bench.piece("r", 2, 2, RunStep.DELTA, "lo");
        bench.answer("Hello", "r", null, null);

        assertThat(bench.heard)
                .containsExactly(
                        new Asked("run_1", FIRST, "?", null),
                        new Grown("run_1", null, 1, 0, "Hel"),
                        new Ended("run_1", "m102", Outcome.CANCELLED, "Hello"));
    }

    @Test
    void anAnswerThatGrowsBeyondItsLengthIsEndedThere() {
        String block = "x".repeat(1023) + "\ud83d\ude00";
        bench.ask("run_1");
        int pieces = 0;
        while (pieces < 130) {
            pieces++;
            bench.piece("r", pieces, pieces, RunStep.DELTA, block);
        }
        bench.later(500);

        assertThat(bench.done).hasSize(1);
        String kept = bench.done.getFirst();
        assertThat(kept).startsWith("keep ").endsWith(" LENGTH");
        String text = kept.substring("keep ".length(), kept.length() - " LENGTH".length());
        assertThat(text.length()).isBetween(131_070, 131_072);
        assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1))).isFalse();
    }

    @Test
    void aStreamThatFailedEndsSoonUnlessItsMessageComes() {
        bench.ask("run_1");
        bench.piece("r", 1, 1, RunStep.DELTA, "Hel");
        bench.piece("r", 2, 2, RunStep.FAIL, "no idea");
        bench.later(1_000);
        assertThat(bench.done).isEmpty();

        bench.later(1_500);

        assertThat(bench.done).containsExactly("keep Hel AGENT_ERROR");
    }

    @Test
    void theBeginningThatWasMissedComesAsASnapshot() {
        bench.ask("run_1");
        bench.piece("r", 3, 3, RunStep.DELTA, "lo");
        bench.piece("r", 1, 3, RunStep.SNAPSHOT, "Hello");
        bench.piece("r", 4, 4, RunStep.DELTA, "!");

        assertThat(bench.heard.subList(1, 3))
                .containsExactly(new Snapshot("run_1", null, 3, "Hello"), new Grown("run_1", null, 4, 5, "!"));
    }

    @Test
    void aStreamThatNobodyAskedForIsNoAnswerToALaterQuestion() {
        bench.piece("own", 1, 1, RunStep.DELTA, "By the way");
        bench.session.loaded(List.of(), "gateway");
        bench.later(5_000);
        bench.ask("run_1");
        bench.piece("own", 2, 2, RunStep.DELTA, ", all is well");
        bench.piece("r", 1, 1, RunStep.DELTA, "Yes");
        bench.answer("By the way, all is well", "own", null, null);
        bench.answer("Yes", "r", null, null);

        assertThat(bench.heard)
                .containsExactly(
                        new Grown("own", null, 1, 0, "By the way"),
                        new Ended("own", null, Outcome.STOP, ""),
                        new Asked("run_1", FIRST, "?", null),
                        new Grown("run_1", null, 1, 0, "Yes"),
                        new Ended("run_1", "m103", Outcome.STOP, "Yes"),
                        new Said("m102", "m102", "By the way, all is well"),
                        new Ended("m102", "m102", Outcome.STOP, "By the way, all is well"));
    }

    @Test
    void whoReadsAlreadyMayAskHoweverManyRead() {
        SessionReader first = event -> {};
        bench.session.join(first);
        for (int i = 2; i < 50; i++) {
            bench.session.join(event -> bench.now++);
        }

        assertThat(bench.session.join(first)).isTrue();
        assertThatThrownBy(() -> bench.session.join(event -> {})).isInstanceOf(HubException.class);
    }
}
