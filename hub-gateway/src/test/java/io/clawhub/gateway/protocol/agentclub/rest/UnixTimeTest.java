package io.clawhub.gateway.protocol.agentclub.rest;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnixTimeTest {

    @Test
    void saysMicroseconds() {
        assertThat(UnixTime.seconds(Instant.parse("2026-11-21T12:12:03.952409Z"))
                        .toPlainString())
                .isEqualTo("1795263123.952409");
        assertThat(UnixTime.seconds(Instant.ofEpochSecond(7)).toPlainString()).isEqualTo("7.000000");
        assertThat(UnixTime.seconds(null)).isNull();
    }
}
