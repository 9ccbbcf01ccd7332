package io.clawhub.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogTimeTest {

    @Test
    void isTheBrokersTimeWhileThatGrows() {
        assertThat(times(0, 5, 6, 9)).containsExactly(5_000L, 6_000L, 9_000L);
    }

    @Test
    void growsByAMicrosecondWithinAMillisecond() {
        assertThat(times(0, 5, 5, 5, 6)).containsExactly(5_000L, 5_001L, 5_002L, 6_000L);
    }

    @Test
    void goesOnWhereTheLastReaderStood() {
        assertThat(times(5_001, 5, 6)).containsExactly(5_002L, 6_000L);
    }

    @Test
    void neverRunsBackwardsWithTheBrokersClock() {
        assertThat(times(0, 9, 3, 9, 10)).containsExactly(9_000L, 9_001L, 9_002L, 10_000L);
    }

    @Test
    void runsAheadInABurstUntilTheBrokerHasCaughtUp() {
        long last = 0;
        for (int i = 0; i < 1_500; i++) {
            last = LogTime.of(5, last);
        }
        assertThat(last).isEqualTo(6_499);
        assertThat(times(last, 6, 7)).containsExactly(6_500L, 7_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-01-02T03:04:05.678901Z", "1969-12-31T23:59:59.999999Z"})
    void isAnInstantOfWholeMicroseconds(String text) {
        Instant at = Instant.parse(text);
        assertThat(LogTime.instant(at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000))
                .isEqualTo(at);
    }

    private static List<Long> times(long previous, long... appended) {
        List<Long> times = new ArrayList<>();
        long last = previous;
        for (long millis : appended) {
            last = LogTime.of(millis, last);
            times.add(last);
        }
        return times;
    }
}
