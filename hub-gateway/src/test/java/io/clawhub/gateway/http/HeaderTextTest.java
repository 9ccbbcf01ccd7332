package io.clawhub.gateway.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HeaderTextTest {

    @Test
    void decodesWhatIsEncodedAndLeavesTheRest() {
        assertThat(HeaderText.decoded("j%C3%BCrgen", "h")).isEqualTo("jürgen");
        assertThat(HeaderText.decoded("%f0%9f%90%99", "h")).isEqualTo("\uD83D\uDC19");
        assertThat(HeaderText.decoded("100%25", "h")).isEqualTo("100%");
        assertThat(HeaderText.decoded("a+b c", "h")).isEqualTo("a+b c");
        assertThat(HeaderText.decoded(null, "h")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%4", "%zz", "%-1", "%C3", "%ed%a0%80"})
    void refusesWhatStandsForNothing(String value) {
        assertThatThrownBy(() -> HeaderText.decoded(value, "X-Agent-Id"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("X-Agent-Id");
    }
}
