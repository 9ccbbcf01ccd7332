package io.clawhub.gateway.protocol.channel.rest;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.sessions.Outcome;
import io.clawhub.gateway.core.sessions.SessionEvent;

import static org.assertj.core.api.Assertions.assertThat;

class RunTextTest {

    private final AtomicInteger wakes = new AtomicInteger();
    private final RunText text = new RunText("r1", wakes::incrementAndGet);

    @Test
    void whatIsNotTakenIsMerged() {
        grow("a");
        grow("b");

        assertThat(wakes).hasValue(1);
        assertThat(text.take()).isEqualTo(new RunText.Taken("ab", null, false));
        grow("c");
        assertThat(wakes).hasValue(2);
        SessionEvent.Ended ended = end("abc");
        assertThat(text.take()).isEqualTo(new RunText.Taken("c", ended, false));
    }

    @Test
    void anAnswerThatDidNotGrowComesWithItsEnd() {
        text.on(new SessionEvent.Said("r1", "m1", "whole"));
        assertThat(wakes).hasValue(0);
        SessionEvent.Ended ended = end("whole");

        assertThat(text.take()).isEqualTo(new RunText.Taken("whole", ended, false));
    }

    @Test
    void anAnswerThatBecameAnotherComesWhole() {
        grow("first");
        text.take();
        grow(" and");
        text.on(new SessionEvent.Replaced("r1", "m1", 3, "second"));
        grow(" thoughts");
        assertThat(text.take().text()).isEmpty();
        SessionEvent.Ended ended = end("second thoughts");

        assertThat(text.take()).isEqualTo(new RunText.Taken("second thoughts", ended, false));
    }

    @Test
    void otherRunsArePassedOver() {
        text.on(new SessionEvent.Snapshot("r0", "m0", 4, "before"));
        text.on(new SessionEvent.Grown("r0", "m0", 5, 6, "more"));
        text.on(new SessionEvent.Ended("r0", "m0", Outcome.STOP, "before more"));

        assertThat(wakes).hasValue(0);
        assertThat(text.take()).isEqualTo(new RunText.Taken("", null, false));
    }

    @Test
    void aClientThatTakesNothingCostsNoMoreThanAnAnswer() {
        String piece = "x".repeat(64 * 1024);
        for (int i = 0; i < RunText.MAX_KEPT / piece.length(); i++) {
            grow(piece);
        }
        grow("x");

        RunText.Taken taken = text.take();
        assertThat(taken.isTooMuch()).isTrue();
        assertThat(taken.text()).hasSize(RunText.MAX_KEPT);
    }

    private void grow(String piece) {
        text.on(new SessionEvent.Grown("r1", "m1", 1, 0, piece));
    }

    private SessionEvent.Ended end(String whole) {
        SessionEvent.Ended ended = new SessionEvent.Ended("r1", "m1", Outcome.STOP, whole);
        text.on(ended);
        return ended;
    }
}
