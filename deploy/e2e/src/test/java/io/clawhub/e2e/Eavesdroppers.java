package io.clawhub.e2e;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections of each dialect on both gateways that are not concerned by anything. */
final class Eavesdroppers implements AutoCloseable {

    private final List<Agent> agents;
    private final List<HubClientB> hubClients;

    Eavesdroppers(HubProcesses hub) {
        agents = Stream.of(1, 2)
                .flatMap(gateway -> Stream.of(
                        Agent.plain(hub, gateway, Names.fresh("plain")),
                        Agent.introduced(hub, gateway, Names.fresh("introduced"))))
                .toList();
        hubClients =
                Stream.of(1, 2).map(gateway -> HubClientB.connect(hub, gateway)).toList();
        // From its first frame on the hub knows each of them.
        hubClients.forEach(client -> client.request(Frames.frame("whoami")));
    }

    void assertHeardNothing() {
        for (Agent agent : agents) {
            List<JsonNode> heard = agent.frames().stream()
                    .filter(frame -> !"connected".equals(Frames.type(frame)))
                    .toList();
            assertThat(heard).as("what %s heard", agent.id()).isEmpty();
        }
        for (HubClientB client : hubClients) {
            assertThat(client.unasked()).as("what %s heard", client.id()).isEmpty();
        }
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
        hubClients.forEach(HubClientB::close);
    }
}
