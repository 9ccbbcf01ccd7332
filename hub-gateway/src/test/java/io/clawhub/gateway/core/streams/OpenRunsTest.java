package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which runs there are, and how they come to an end. */
class OpenRunsTest {

    private final RunBench bench = new RunBench();

    @Test
    void theBeginningSaysWhichMessageWillEndIt() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.piece(2, RunStep.END, null, null);

        assertThat(bench.told)
                .map(event -> ((RunMoved) event).messageId())
                .containsExactly(Ids.messageId("ann", "m1"), null, null);
        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 a", "END 2-2");
    }

    @Test
    void aRunIsKnownUntilItEnds() {
        bench.begin("r1", "m1");
        assertThat(known("r1", 1)).isTrue();

        bench.piece(2, RunStep.END, null, null);

        assertThatThrownBy(() -> known("r1", 3)).hasCauseInstanceOf(HubException.class);
        assertThat(bench.texts.kept()).hasValue(0);
    }

    @Test
    void soManyAreOpenAndSilentOnesGiveWay() {
        for (int i = 0; i < OpenRuns.MAX_OPEN; i++) {
            bench.begin("r" + i, null);
        }
        assertThatThrownBy(() -> bench.begin("more", null)).hasCauseInstanceOf(HubException.class);
        bench.pass(OpenRuns.SILENCE.toMillis());
        bench.begin("r7", null);
        bench.pass(1);

        bench.begin("more", null);

        assertThat(known("r7", 1)).isTrue();
        assertThatThrownBy(() -> known("r8", 1)).hasCauseInstanceOf(HubException.class);
    }

    @Test
    void whenItsOwnerIsGoneARunPausesAndGoesOnWithItsWholeText() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.delta(2, "b");
        bench.heard();

        bench.streams.ownerLost("ann", "c2");
        bench.streams.ownerLost("bob", "c1");
        assertThat(bench.told).isEmpty();
        bench.streams.ownerLost("ann", "c1");
        assertThat(bench.heard()).containsExactly("DELTA 2-2 b", "PAUSE 2-2");
        assertThat(bench.texts.kept()).hasValue(0);
        bench.ask("bob");
        bench.begin("r1", "m1");
        bench.piece(3, RunStep.REPLACE, null, "abc");
        bench.delta(4, "d");
        bench.ask("bob");

        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "REPLACE 3-3 abc", "DELTA 4-4 d", "SNAPSHOT 1-4 abcd");
    }

    @Test
    void whatGoesOnWithoutItsTextGivesOnlyASignOfLife() {
        bench.begin("r1", "m1");
        bench.delta(17, "late");
        bench.ask("bob");

        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 17-17 late", "SNAPSHOT 1-17");
    }

    @Test
    void whatWasTakenAfterItsOwnerWentPausesSoon() {
        bench.begin("r1", "m1");
        bench.heard();

        bench.streams.ownersGone("ann"::equals, Duration.ofSeconds(10));
        assertThat(bench.told).isEmpty();
        bench.pass(10_001);
        bench.streams.ownersGone("bob"::equals, Duration.ofSeconds(10));
        assertThat(bench.told).isEmpty();
        bench.streams.ownersGone("ann"::equals, Duration.ofSeconds(10));

        assertThat(bench.heard()).containsExactly("PAUSE 0-0");
    }

    @Test
    void ofACancelledRunOnlyTheEndIsShown() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        cancel("bob");
        bench.delta(2, "b");
        bench.piece(3, RunStep.REPLACE, null, "c");
        bench.streams.ownerLost("ann", "c1");
        bench.begin("r1", "m1");
        bench.piece(4, RunStep.REPLACE, null, "d");
        bench.piece(5, RunStep.FAIL, null, "asked");

        assertThat(bench.heard())
                .containsExactly("BEGIN 0-0", "DELTA 1-1 a", "PAUSE 1-1", "BEGIN 0-0", "FAIL 5-5 asked");
        assertThat(bench.unshown.count()).isEqualTo(3);
        bench.begin("r1", "m2");
        bench.delta(1, "new");
        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 new");
    }

    @Test
    void nobodyFencesTheirOwnRunOrOneElsewhere() {
        bench.begin("r1", "m1");
        cancel("ann");
        bench.streams.cancelled(new RunCancelAsked("r1", "gc_2", "bob", List.of("ann")));
        bench.delta(1, "a");

        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 a");
    }

    @Test
    void anotherMessageUnderTheSameNameIsAnotherRun() {
        bench.begin("r1", "m1");
        bench.delta(1, "old");
        bench.begin("r1", "m2");
        bench.delta(1, "new");
        bench.ask("bob");

        assertThat(bench.heard()).endsWith("BEGIN 0-0", "DELTA 1-1 new", "SNAPSHOT 1-1 new");
    }

    private void cancel(String by) {
        bench.streams.cancelled(new RunCancelAsked("r1", RunBench.GROUP, by, List.of("ann")));
    }

    /** A piece that does not say where it goes. */
    private boolean known(String runId, long seq) {
        return bench.move(new MoveRun(runId, null, null, null, seq, RunStep.DELTA, null, "x")) != null;
    }
}
