package io.clawhub.gateway.core.streams;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenRunsTest {

    private static final OpenRuns.Run RUN = new OpenRuns.Run("dc_1", null, false);

    private final AtomicLong clock = new AtomicLong();
    private final OpenRuns runs = new OpenRuns(clock::get);

    @Test
    void aRunIsKnownUntilItEnds() {
        runs.moved("a", "r1", RUN);

        assertThat(runs.of("a", "r1")).isEqualTo(RUN);
        assertThat(runs.of("b", "r1")).isNull();
        runs.end("a", "r1");
        assertThat(runs.of("a", "r1")).isNull();
        runs.end("a", "r1");
    }

    @Test
    void soManyAreOpenAndSilentOnesGiveWay() {
        for (int i = 0; i < OpenRuns.MAX_OPEN; i++) {
            runs.moved("a", "r" + i, RUN);
        }

        assertThatThrownBy(() -> runs.moved("a", "more", RUN)).isInstanceOf(HubException.class);
        runs.moved("a", "r7", RUN);
        runs.moved("b", "more", RUN);
        clock.addAndGet(OpenRuns.SILENCE.toNanos());
        runs.moved("a", "r7", RUN);
        clock.addAndGet(1);
        runs.moved("a", "more", RUN);
        assertThat(runs.of("a", "r7")).isEqualTo(RUN);
        assertThat(runs.of("a", "r8")).isNull();
    }
}
