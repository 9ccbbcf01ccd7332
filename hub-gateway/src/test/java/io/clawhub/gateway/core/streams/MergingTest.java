package io.clawhub.gateway.core.streams;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

import static org.assertj.core.api.Assertions.assertThat;

/** Small pieces are told together, in the order of their owner. */
class MergingTest {

    private final RunBench bench = new RunBench();

    @Test
    void theFirstPieceIsToldAtOnceAndWhatFollowsTogether() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 10; seq++) {
            bench.delta(seq, "t" + seq + " ");
            assertThat(bench.timers()).isLessThanOrEqualTo(1);
        }
        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 t1 ");

        bench.pass(OpenRun.MERGE_MILLIS + 1);

        assertThat(bench.heard()).containsExactly("DELTA 2-10 t2 t3 t4 t5 t6 t7 t8 t9 t10 ");
        bench.pass(OpenRun.MERGE_MILLIS + 1);
        bench.delta(11, "x");
        assertThat(bench.heard()).containsExactly("DELTA 11-11 x");
    }

    @Test
    void atMostSoManyPiecesASecond() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 1_000; seq++) {
            bench.delta(seq, "x");
            bench.pass(1);
        }

        assertThat(bench.told.size()).isBetween(20, 25);
    }

    @Test
    void muchTextDoesNotWait() {
        bench.begin("r1", "m1");
        bench.delta(1, "x");
        bench.delta(2, "y".repeat(300));
        bench.delta(3, "\ud83d\ude00".repeat(200));

        List<String> heard = bench.heard();
        assertThat(heard).hasSize(3);
        assertThat(heard.getLast()).startsWith("DELTA 2-3 yyy").endsWith("\ud83d\ude00");
        bench.pass(1_000);
        assertThat(bench.heard()).isEmpty();
    }

    @Test
    void nothingIsMergedAcrossKindsOtherStepsAndHoles() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.delta(2, "b");
        bench.piece(3, RunStep.DELTA, "text", "c");
        bench.piece(4, RunStep.DELTA, "think", "hm");
        bench.delta(5, "d");
        bench.delta(7, "e");
        bench.piece(8, RunStep.REPLACE, null, "all");
        bench.delta(9, "f");
        bench.piece(10, RunStep.END, null, null);

        assertThat(bench.heard())
                .containsExactly(
                        "BEGIN 0-0",
                        "DELTA 1-1 a",
                        "DELTA 2-3 bc",
                        "DELTA 4-4 hm",
                        "DELTA 5-5 d",
                        "DELTA 7-7 e",
                        "REPLACE 8-8 all",
                        "DELTA 9-9 f",
                        "END 10-10");
    }

    @Test
    void piecesThatSayNothingAreCountedToo() {
        bench.begin("r1", "m1");
        bench.delta(1, "");
        bench.delta(2, "");
        bench.delta(3, "a");
        bench.pass(1_000);
        bench.delta(4, "");
        bench.piece(5, RunStep.END, null, null);

        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 ", "DELTA 2-3 a", "DELTA 4-4 ", "END 5-5");
    }

    @Test
    void whatWasSaidBeforeIsNotSaidAgain() {
        bench.begin("r1", "m1");
        bench.delta(1, "a");
        bench.delta(1, "a");
        bench.piece(1, RunStep.REPLACE, null, "b");
        bench.pass(1_000);

        assertThat(bench.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 a");
        assertThat(bench.unshown.count()).isEqualTo(2);
    }

    @Test
    void whatIsTooLongIsNotShownUntilItIsSaidAnew() {
        RunBench small = new RunBench(10, 100);
        small.begin("r1", "m1");
        small.delta(1, "12345678");
        small.delta(2, "9ab");
        small.delta(3, "c");
        small.pass(1_000);
        small.ask("bob");
        small.pass(1_000);
        assertThat(small.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 12345678", "SNAPSHOT 1-1 12345678");

        small.piece(4, RunStep.REPLACE, null, "short");
        small.piece(5, RunStep.END, null, null);

        assertThat(small.heard()).containsExactly("REPLACE 4-4 short", "END 5-5");
        assertThat(small.unshown.count()).isEqualTo(2);
    }

    @Test
    void whatIsKeptOfAllIsBounded() {
        RunBench small = new RunBench(100, 10);
        small.begin("r1", "m1");
        small.delta(1, "12345678");
        small.delta(2, "90a");
        small.pass(1_000);
        small.ask("bob");
        assertThat(small.heard()).containsExactly("BEGIN 0-0", "DELTA 1-1 12345678", "DELTA 2-2 90a", "SNAPSHOT 1-2");
        assertThat(small.texts.kept()).hasValue(0);

        small.pass(1_000);
        small.piece(3, RunStep.REPLACE, null, "all");
        small.ask("bob");
        assertThat(small.heard()).containsExactly("REPLACE 3-3 all", "SNAPSHOT 1-3 all");
    }

    @Test
    void theOrderHoldsAgainstTimersAndSnapshots() throws InterruptedException {
        List<StreamEvent> told = Collections.synchronizedList(new java.util.ArrayList<>());
        try (ScheduledExecutorService timers = Executors.newScheduledThreadPool(4)) {
            OpenRun run = new OpenRun(
                    new RunOutlet(
                            told::add,
                            (millis, step) -> timers.schedule(step, 50, TimeUnit.MICROSECONDS),
                            // Time flies, so that timers fire while pieces come.
                            () -> System.nanoTime() * 500,
                            bench.texts,
                            bench.unshown),
                    "ann",
                    "r1");
            Place place = new Place(RunBench.GROUP, List.of("bob"));
            run.take(new MoveRun("r1", "m1", null, null, 0, RunStep.BEGIN, null, null), place, false);
            CountDownLatch asked = new CountDownLatch(1);
            timers.execute(() -> {
                for (int i = 0; i < 300; i++) {
                    run.snapshot(RunBench.GROUP, List.of("bob"));
                }
                asked.countDown();
            });
            for (int seq = 1; seq <= 20_000; seq++) {
                run.take(new MoveRun("r1", null, null, null, seq, RunStep.DELTA, null, seq + " "), place, false);
            }
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            run.take(new MoveRun("r1", null, null, null, 20_001, RunStep.END, null, null), place, false);
        }

        StringBuilder text = new StringBuilder();
        long next = 0;
        for (StreamEvent event : List.copyOf(told)) {
            RunMoved piece = (RunMoved) event;
            if (piece.step() == RunStep.SNAPSHOT) {
                assertThat(piece.seq()).isEqualTo(next - 1);
                assertThat(piece.text()).isEqualTo(text.toString());
            } else {
                assertThat(piece.firstSeq()).isEqualTo(next);
                next = piece.seq() + 1;
                text.append(piece.text() == null ? "" : piece.text());
            }
        }
        assertThat(next).isEqualTo(20_002);
        assertThat(text.toString()).hasSizeGreaterThan(100_000).endsWith("20000 ");
    }
}
