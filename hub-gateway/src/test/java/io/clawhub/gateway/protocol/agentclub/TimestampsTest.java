package io.clawhub.gateway.protocol.agentclub;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampsTest {

    @Test
    void aTimeGoesToAClientAndBack() {
        Instant time = Instant.parse("2026-11-27T10:20:30.123456Z");

        assertThat(Timestamps.of(time)).hasToString("1795774830.123456");
        // As a client does that keeps numbers as doubles.
        String asDouble = Double.toString(Timestamps.of(time).doubleValue());
        assertThat(Timestamps.parse(asDouble)).isEqualTo(time);
        assertThat(Timestamps.of(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.000001", "1795774830.999999", "1795774830", "4000000000.000001"})
    void everyMicrosecondSurvivesADouble(String text) {
        Instant time = Timestamps.parse(text);
        assertThat(Timestamps.parse(Double.toString(Double.parseDouble(text)))).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "yesterday", "-1", "1e400", "NaN", "999999999999999", "1E+1000000000", "1E-1000000000"})
    void whatIsNoTimeCountsAsAbsent(String text) {
        assertThat(Timestamps.parse(text)).isNull();
    }

    @Test
    void nothingIsNoTime() {
        assertThat(Timestamps.parse(null)).isNull();
        assertThat(Timestamps.parse("1".repeat(1000))).isNull();
    }
}
