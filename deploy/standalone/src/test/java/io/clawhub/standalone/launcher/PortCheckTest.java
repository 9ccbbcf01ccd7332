package io.clawhub.standalone.launcher;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.standalone.process.StartException;
import io.clawhub.standalone.services.HubPorts.Use;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortCheckTest {
    private static final List<Use> USES = List.of(
            new Use(8080, "gateway-1", "HUB_PORT_GATEWAY"), new Use(8081, "history-service", "HUB_PORT_HISTORY"));

    @Test
    void freePortsAreFine() {
        assertThatCode(() -> PortCheck.require(USES, port -> true)).doesNotThrowAnyException();
    }

    @Test
    void aBusyPortIsNamedWithItsOwnerAndTheWayOut() {
        assertThatThrownBy(() -> PortCheck.require(USES, port -> port != 8081))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("8081")
                .hasMessageContaining("history-service")
                .hasMessageContaining("HUB_PORT_HISTORY=18081 ./hub up");
    }

    @Test
    void aPortWantedTwiceIsNamedWithBothOwners() {
        List<Use> twice = List.of(USES.get(0), new Use(8080, "Redis", "HUB_PORT_REDIS"));

        assertThatThrownBy(() -> PortCheck.require(twice, port -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("gateway-1")
                .hasMessageContaining("Redis");
    }
}
