package io.clawhub.gateway.core.accounts;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.TestConfig;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpenModeCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void openModeDoesNotListenToTheNetwork(String host) {
        assertThatThrownBy(() -> check(Map.of(), host))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hub.auth.mode=token")
                .hasMessageContaining("hub.auth.allow-open-remote=true")
                .hasMessageContaining(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
    void openModeListensToItsOwnMachine(String host) {
        assertThatCode(() -> check(Map.of(), host)).doesNotThrowAnyException();
    }

    @Test
    void theOperatorHasTheLastWord() {
        assertThatCode(() -> check(Map.of("hub.auth.allow-open-remote", "true"), "0.0.0.0"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(Map.of("hub.auth.mode", "token"), "0.0.0.0")).doesNotThrowAnyException();
    }

    private static void check(Map<String, String> settings, String host) {
        OpenModeCheck.check(TestConfig.with(settings).auth(), host);
    }
}
