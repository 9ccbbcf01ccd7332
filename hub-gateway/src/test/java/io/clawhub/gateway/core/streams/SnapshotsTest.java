package io.clawhub.gateway.core.streams;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunSnapshotAsked;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

import static org.assertj.core.api.Assertions.assertThat;

/** Who comes late sees a run as it stands, and goes on from there. */
class SnapshotsTest {

    private final RunBench bench = new RunBench();

    @Test
    void whatWaitsIsToldFirstAndTheNextPieceFollows() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.piece(2, RunStep.DELTA, "think", "hm");
        bench.delta(3, "b");
        bench.heard();

        bench.ask("carl");
        RunMoved snapshot = (RunMoved) bench.told.getLast();
        bench.delta(4, "c");
        bench.pass(100);

        assertThat(snapshot.audience()).containsExactly("carl");
        assertThat(snapshot.messageId()).isEqualTo(Ids.messageId("ann", "m1"));
        assertThat(bench.heard()).containsExactly("DELTA 3-3 b", "SNAPSHOT 1-3 ab", "DELTA 4-4 c");
    }

    @Test
    void whoComesSoonAfterIsAnsweredTogether() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.heard();

        bench.ask("bob");
        for (int i = 0; i < 1_000; i++) {
            bench.ask("carl");
            bench.ask("bob");
        }
        assertThat(bench.heard()).hasSize(1);
        bench.pass(20);
        assertThat(bench.told)
                .map(event -> List.copyOf(((RunMoved) event).audience()).size())
                .containsExactly(2);
        bench.pass(1_000);

        assertThat(bench.told).hasSize(1);
        assertThat(bench.timers()).isZero();
        bench.ask("bob");
        assertThat(bench.told).hasSize(2);
    }

    @Test
    void theMoreThereIsToShowTheLongerItTakes() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 10; seq++) {
            bench.delta(seq, "x".repeat(65_000));
        }
        bench.ask("bob");
        bench.ask("carl");
        bench.heard();

        bench.pass(199);
        assertThat(bench.told).isEmpty();
        bench.pass(2);
        assertThat(bench.told).hasSize(1);
    }

    @Test
    void whatNoRecordHoldsIsNotShown() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 14; seq++) {
            bench.delta(seq, "\u4f60".repeat(20_000));
        }
        bench.heard();

        bench.ask("bob");

        RunMoved signOfLife = (RunMoved) bench.told.getLast();
        assertThat(bench.told).hasSize(1);
        assertThat(signOfLife.step()).isEqualTo(RunStep.SNAPSHOT);
        assertThat(signOfLife.text()).isNull();
    }

    @Test
    void strangersAndOtherConversationsSeeNothing() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.heard();

        bench.ask("stranger");
        bench.pass(100);
        bench.streams.snapshotAsked(new RunSnapshotAsked("gc_2", "bob", List.of("ann")));

        assertThat(bench.told).isEmpty();
    }

    @Test
    void aRunThatHasMovedIsShownWhereItIs() {
        bench.group("gc_2", "ann", "bob");
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.move(new MoveRun("r1", null, "gc_2", null, 2, RunStep.DELTA, null, "b"));
        bench.heard();

        bench.ask("bob");
        bench.streams.snapshotAsked(new RunSnapshotAsked("gc_2", "bob", List.of("ann")));

        assertThat(bench.told).map(event -> ((RunMoved) event).conversationId()).containsOnly("gc_2");
        assertThat(bench.heard()).containsExactly("DELTA 2-2 b", "SNAPSHOT 1-2 ab");
    }
}
