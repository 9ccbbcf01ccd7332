package io.clawhub.client.connection;

import org.junit.jupiter.api.Test;

import io.clawhub.client.errors.AuthError;

import static org.assertj.core.api.Assertions.assertThat;

class EndingsTest {

    @Test
    void aCredentialThatHasEndedIsNotTriedAgain() {
        assertThat(Endings.fatal(Sockets.Ending.closed(4010, "the credential has ended"), null))
                .isInstanceOf(AuthError.class)
                .hasMessageContaining("the credential has ended");
    }

    @Test
    void aRestartIs() {
        assertThat(Endings.fatal(Sockets.Ending.closed(1012, "restarting"), null))
                .isNull();
    }
}
