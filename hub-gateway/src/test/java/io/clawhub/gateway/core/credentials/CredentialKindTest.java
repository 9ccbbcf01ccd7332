package io.clawhub.gateway.core.credentials;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialKindTest {

    @Test
    void anAgentsTokenHasTheFormThatItsClientsKnow() {
        String token = CredentialKind.TOKEN.fresh();

        assertThat(token).matches("sk_agt_[A-Za-z0-9_-]{43}");
        assertThat(CredentialKind.TOKEN.fits(token)).isTrue();
        assertThat(CredentialKind.TOKEN.fresh()).isNotEqualTo(token);
    }

    @Test
    void oneKindIsNotTakenForAnother() {
        assertThat(CredentialKind.TOKEN.fits(CredentialKind.SESSION.fresh())).isFalse();
        assertThat(CredentialKind.SESSION.fits(CredentialKind.TOKEN.fresh())).isFalse();
        assertThat(CredentialKind.TOKEN.fits(null)).isFalse();
        assertThat(CredentialKind.TOKEN.fits(CredentialKind.TOKEN.fresh() + "\n"))
                .isFalse();
    }
}
