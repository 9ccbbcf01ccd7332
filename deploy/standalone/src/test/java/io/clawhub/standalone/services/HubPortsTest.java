package io.clawhub.standalone.services;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.clawhub.standalone.process.StartException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HubPortsTest {
    @Test
    void theUsualPortsAreThoseOfTheDocumentation() {
        HubPorts ports = HubPorts.of(Map.of(), 2);

        assertThat(ports)
                .isEqualTo(new HubPorts(
                        15432,
                        16379,
                        19092,
                        8081,
                        8082,
                        List.of(
                                new GatewayPorts(8080, List.of(8765, 3765, 9527, 5555)),
                                new GatewayPorts(8180, List.of()))));
    }

    @Test
    void everyPortCanBeChangedByTheVariableNamedWithIt() {
        HubPorts usual = HubPorts.of(Map.of(), 2);

        for (HubPorts.Use use : usual.serviceUses()) {
            HubPorts changed = HubPorts.of(Map.of(use.variable(), "12345"), 2);
            assertThat(changed.serviceUses())
                    .as(use.variable())
                    .contains(new HubPorts.Use(12345, use.owner(), use.variable()));
        }
        assertThat(HubPorts.of(Map.of("HUB_PORT_KAFKA", "12345"), 1).kafka()).isEqualTo(12345);
        assertThat(HubPorts.of(Map.of("HUB_PORT_REDIS", "12345"), 1).redis()).isEqualTo(12345);
        assertThat(HubPorts.of(Map.of("HUB_PORT_POSTGRES", "12345"), 1).postgres())
                .isEqualTo(12345);
    }

    @Test
    void whatIsNotAPortIsRefusedByName() {
        for (String wrong : List.of("x", "0", "65536", "-1", "80 80")) {
            assertThatThrownBy(() -> HubPorts.of(Map.of("HUB_PORT_REDIS", wrong), 1))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("HUB_PORT_REDIS")
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    void anEmptyVariableIsNone() {
        assertThat(HubPorts.of(Map.of("HUB_PORT_REDIS", " "), 1).redis()).isEqualTo(16379);
    }

    @Test
    void configurationKeysBecomeEnvironmentVariables() {
        assertThat(ServiceProcess.variable("quarkus.rest-client.history.url"))
                .isEqualTo("QUARKUS_REST_CLIENT_HISTORY_URL");
    }
}
