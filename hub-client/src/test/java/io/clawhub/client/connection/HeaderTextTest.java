package io.clawhub.client.connection;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderTextTest {

    @Test
    void encodesOnlyWhatIsNotPlain() {
        assertThat(HeaderText.of("agent_001-a.b+c")).isEqualTo("agent_001-a.b+c");
        assertThat(HeaderText.of("jürgen")).isEqualTo("j%C3%BCrgen");
        assertThat(HeaderText.of("100% \uD83D\uDC19")).isEqualTo("100%25%20%F0%9F%90%99");
    }
}
