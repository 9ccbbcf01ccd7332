package io.clawhub.e2e;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is there, as presence-service tells it. */
@ExtendWith(CalmHub.class)
class PresenceIT {

    /** Well below the 90 s after which silence alone means offline. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final HubProcesses hub;
    private final HubApi api;
    private final String agent = Names.fresh("agent");

    PresenceIT(HubProcesses hub) {
        this.hub = hub;
        this.api = new HubApi(hub);
    }

    @Test
    void agentIsOnlineFromItsConnectionToItsGoodbye() {
        String before = api.presence(agent);
        Agent connected = Agent.plain(hub, 1, agent);
        Soon.within(AT_ONCE).until(() -> "online".equals(api.presence(agent)));

        connected.close();

        assertThat(before).isEqualTo("offline");
        Soon.within(AT_ONCE).until(() -> "offline".equals(api.presence(agent)));
    }

    @Test
    void agentIsOnlineUntilItsLastConnectionSaysGoodbye() {
        Agent one = Agent.plain(hub, 1, agent);
        Agent other = Agent.introduced(hub, 2, agent);
        Soon.within(AT_ONCE).until(() -> "online".equals(api.presence(agent)));

        one.close();

        Soon.throughout(Duration.ofSeconds(2)).until(() -> "online".equals(api.presence(agent)));
        other.close();
        Soon.within(AT_ONCE).until(() -> "offline".equals(api.presence(agent)));
    }
}
