package io.clawhub.gateway.files;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.websocket.AgentLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransfersTest {

    private final Transfers transfers =
            new Transfers(new AgentLimits(TestConfig.with(Map.of()).limits()));
    private int others;

    @Test
    void anAgentHasSoManyAtATime() throws Exception {
        assertThatThrownBy(() -> nested(Transfers.OF_AN_AGENT + 1)).isInstanceOf(HubException.class);
        assertThat(others).isEqualTo(Transfers.OF_AN_AGENT);

        nested(Transfers.OF_AN_AGENT);
    }

    @Test
    void theLongerTheFileTheLongerItMayTake() {
        assertThat(Transfers.limit(0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(Transfers.limit(1024 * 1024)).isEqualTo(Duration.ofSeconds(60 + 64));
    }

    private void nested(int depth) throws Exception {
        if (depth > 0) {
            transfers.run("a", Transfers.OF_AN_AGENT, () -> {
                transfers.run("b" + depth, Transfers.OF_AN_AGENT, () -> others++);
                nested(depth - 1);
            });
        }
    }
}
