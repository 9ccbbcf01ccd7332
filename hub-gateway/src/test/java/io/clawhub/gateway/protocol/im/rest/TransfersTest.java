package io.clawhub.gateway.protocol.im.rest;

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
        assertThatThrownBy(() -> nested(Transfers.MAX_AT_A_TIME + 1)).isInstanceOf(HubException.class);
        assertThat(others).isEqualTo(Transfers.MAX_AT_A_TIME);

        nested(Transfers.MAX_AT_A_TIME);
    }

    @Test
    void theLongerTheFileTheLongerItMayTake() {
        assertThat(Transfers.limit(0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(Transfers.limit(1024 * 1024)).isEqualTo(Duration.ofSeconds(60 + 64));
    }

    private void nested(int depth) throws Exception {
        if (depth > 0) {
            transfers.run("a", () -> {
                transfers.run("b" + depth, () -> others++);
                nested(depth - 1);
            });
        }
    }
}
