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
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                        "REPLACE 9-9 allf",
                        "END 10-10");
    }

    @Test
    void thoughtsAreMergedAsText() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 1_000; seq++) {
            bench.piece(seq, RunStep.DELTA, "think", "x");
            bench.pass(1);
        }
        bench.pass(1_000);

        assertThat(bench.told.size()).isBetween(20, 25);
        assertThat(bench.told)
                .map(RunMoved.class::cast)
                .filteredOn(piece -> piece.step() == RunStep.DELTA)
                .allMatch(piece -> "think".equals(piece.kind()))
                .map(piece -> piece.text().length())
                .satisfies(lengths -> assertThat(
                                lengths.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(1_000));
    }

    @Test
    void ofWholeTextsAndOfProgressTheNewestIsTold() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 100; seq++) {
            bench.piece(seq, RunStep.REPLACE, null, "w".repeat(1_000) + seq);
        }
        bench.pass(1_000);
        assertThat(bench.heard())
                .containsExactly(
                        "BEGIN 0-0",
                        "REPLACE 1-1 " + "w".repeat(1_000) + 1,
                        "REPLACE 100-100 " + "w".repeat(1_000) + 100);

        for (int seq = 101; seq <= 200; seq++) {
            bench.piece(seq, RunStep.DELTA, "progress", seq + "%");
        }
        bench.delta(201, "a");
        assertThat(bench.heard()).containsExactly("DELTA 101-101 101%", "DELTA 102-200 200%");
        bench.ask("bob");
        assertThat(bench.heard()).containsExactly("DELTA 201-201 a", "SNAPSHOT 1-201 " + "w".repeat(1_000) + "100a");
    }

    @Test
    void ofToolsAllIsToldUntilItIsFarTooMuch() {
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= ToolPace.MAX + 10; seq++) {
            bench.piece(seq, RunStep.DELTA, seq % 2 == 1 ? "tool" : "tool_result", "t" + seq);
        }
        assertThat(bench.heard()).hasSize(1 + ToolPace.MAX).last().isEqualTo("DELTA 100-100 t100");
        assertThat(bench.unshown.count()).isEqualTo(10);

        bench.ask("bob");
        bench.delta(111, "a");
        bench.piece(112, RunStep.DELTA, "tool", "t");
        bench.delta(113, "b");
        bench.pass(1_000);
        bench.piece(114, RunStep.DELTA, "tool", "u");

        assertThat(bench.heard())
                .containsExactly(
                        "DELTA 101-110 ", "SNAPSHOT 1-110 ", "DELTA 111-111 a", "DELTA 112-113 b", "DELTA 114-114 u");
    }

    @Test
    void whatIsToldTogetherIsNoLongerThanAPieceMayBe() {
        bench.begin("r1", "m1");
        String longest = "\u20ac".repeat(Streams.MAX_PIECE / 3);
        bench.delta(1, "a");
        bench.piece(2, RunStep.DELTA, "think", "b");
        bench.piece(3, RunStep.DELTA, "think", longest);
        bench.piece(4, RunStep.REPLACE, null, longest);
        bench.delta(5, "c");
        bench.pass(1_000);

        assertThat(bench.heard())
                .containsExactly(
                        "BEGIN 0-0",
                        "DELTA 1-1 a",
                        "DELTA 2-2 b",
                        "DELTA 3-3 " + longest,
                        "REPLACE 4-4 " + longest,
                        "DELTA 5-5 c");
    }

    @Test
    void noPieceBeginsOrEndsWithinACharacter() {
        String pair = "\ud83d\ude00";
        bench.begin("r1", "m1");
        for (int seq = 1; seq <= 2_000; seq++) {
            bench.delta(seq, seq % 3 == 0 ? pair : "x" + pair);
        }
        assertThatThrownBy(() -> bench.delta(2_001, pair.substring(0, 1))).hasCauseInstanceOf(HubException.class);
        assertThatThrownBy(() -> bench.delta(2_001, pair.substring(1))).hasCauseInstanceOf(HubException.class);
        bench.ask("bob");

        assertThat(bench.told)
                .map(event -> ((RunMoved) event).text())
                .filteredOn(text -> text != null && !text.isEmpty())
                .hasSizeGreaterThan(5)
                .noneMatch(text -> Character.isLowSurrogate(text.charAt(0)))
                .noneMatch(text -> Character.isHighSurrogate(text.charAt(text.length() - 1)));
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
