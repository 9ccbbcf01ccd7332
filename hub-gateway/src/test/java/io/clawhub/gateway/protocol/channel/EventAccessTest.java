package io.clawhub.gateway.protocol.channel;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.accounts.IdentitiesAccess;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may see what an agent thinks. */
class EventAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FAR = "192.0.2.7";
    private static final String NEAR = "127.0.0.1";
    private static final Credential ADA = new Credential("ada");

    private final EventAccess open = access(Map.of());
    private final EventAccess strict = access(Map.of("hub.auth.mode", "token"));

    @Test
    void withoutCredentialsItIsForThisMachine() {
        for (String address : new String[] {NEAR, "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:1%lo"}) {
            assertThat(may(open, Credential.NONE, "bot", address)).isTrue();
            assertThat(may(open, Credential.NONE, null, address)).isTrue();
            assertThat(may(strict, Credential.NONE, "bot", address)).isFalse();
        }
        for (String address : new String[] {FAR, "2001:db8::1", "fe80:0:0:0:0:0:0:1%lo"}) {
            assertThat(may(open, Credential.NONE, "bot", address)).isFalse();
            assertThat(may(open, Credential.NONE, null, address)).isFalse();
        }
    }

    @Test
    void aUserSeesTheirOwnAgents() {
        for (EventAccess access : new EventAccess[] {open, strict}) {
            assertThat(may(access, ADA, "bot", FAR)).isTrue();
            assertThat(may(access, new Credential("bob"), "bot", FAR)).isFalse();
            assertThat(may(access, ADA, "nobodys", FAR)).isFalse();
            assertThat(may(access, ADA, null, NEAR)).isFalse();
        }
    }

    @Test
    void anAgentSeesItself() {
        assertThat(may(strict, new Credential(null, "u_1", "c_1"), "u_1", FAR)).isTrue();
    }

    private static EventAccess access(Map<String, String> settings) {
        return new EventAccess(IdentitiesAccess.with(settings, Map.of("bot", "ada")), null);
    }

    private static boolean may(EventAccess access, Credential credential, String agentId, String address) {
        try {
            access.check(credential, agentId, address).await().atMost(PATIENCE);
            return true;
        } catch (HubException refusal) {
            assertThat(refusal.error()).isEqualTo(HubError.ACCESS_DENIED);
            return false;
        }
    }
}
