package io.clawhub.standalone.services;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.clawhub.standalone.process.Ports;
import io.clawhub.standalone.process.StartException;

/**
 * Every port of one hub, all on 127.0.0.1.
 *
 * @param kafka and the next one, for Kafka's controller
 * @param gateways in order; at least one
 */
public record HubPorts(int postgres, int redis, int kafka, int history, int presence, List<GatewayPorts> gateways) {
    private static final int MAX_PORT = 65_535;
    private static final int GATEWAY_STEP = 100;
    private static final int GATEWAY = 8080;
    private static final int FIXED_PARTS = 5;

    public HubPorts {
        gateways = List.copyOf(gateways);
    }

    /**
     * A port and who needs it.
     *
     * @param variable the environment variable that changes it
     */
    public record Use(int port, String owner, String variable) {}

    /**
     * The usual ports, each of which an environment variable may change.
     *
     * @throws StartException if a variable is not a port
     */
    public static HubPorts of(Map<String, String> environment, int gateways) {
        List<GatewayPorts> gatewayPorts = new ArrayList<>();
        for (int number = 1; number <= gateways; number++) {
            int main = port(environment, gatewayVariable(number), GATEWAY + GATEWAY_STEP * (number - 1));
            gatewayPorts.add(new GatewayPorts(main, number == 1 ? classic(environment) : List.of()));
        }
        return new HubPorts(
                port(environment, "HUB_PORT_POSTGRES", 15_432),
                port(environment, "HUB_PORT_REDIS", 16_379),
                port(environment, "HUB_PORT_KAFKA", 19_092),
                port(environment, "HUB_PORT_HISTORY", 8081),
                port(environment, "HUB_PORT_PRESENCE", 8082),
                gatewayPorts);
    }

    /** Ports nobody uses at the moment; no classic ones. */
    public static HubPorts random(int gateways) {
        Iterator<Integer> free = Ports.random(FIXED_PARTS + gateways).iterator();
        return new HubPorts(
                free.next(),
                free.next(),
                free.next(),
                free.next(),
                free.next(),
                Stream.generate(() -> new GatewayPorts(free.next(), List.of()))
                        .limit(gateways)
                        .toList());
    }

    /** The backends' ports. */
    public List<Use> backendUses() {
        return List.of(
                new Use(postgres, "PostgreSQL", "HUB_PORT_POSTGRES"),
                new Use(redis, "Redis", "HUB_PORT_REDIS"),
                new Use(kafka, "Kafka", "HUB_PORT_KAFKA"),
                new Use(kafka + 1, "Kafka's controller, one above HUB_PORT_KAFKA", "HUB_PORT_KAFKA"));
    }

    /** The services' ports. */
    public List<Use> serviceUses() {
        List<Use> uses = new ArrayList<>();
        uses.add(new Use(history, "history-service", "HUB_PORT_HISTORY"));
        uses.add(new Use(presence, "presence-service", "HUB_PORT_PRESENCE"));
        for (int index = 0; index < gateways.size(); index++) {
            uses.add(new Use(gateways.get(index).main(), "gateway-" + (index + 1), gatewayVariable(index + 1)));
            for (int classic = 0; classic < gateways.get(index).classic().size(); classic++) {
                ClassicPort port = ClassicPort.values()[classic];
                uses.add(new Use(gateways.get(index).classic().get(classic), port.clients, port.variable));
            }
        }
        return uses;
    }

    /** Where the clients of each protocol look of old, in this order in {@link GatewayPorts#classic()}. */
    private enum ClassicPort {
        CLAW(8765, "HUB_PORT_CLAW", "gateway-1 for Claw Chat Hub clients"),
        CLAW_REST(3765, "HUB_PORT_CLAW_REST", "gateway-1 for Claw Chat Hub REST clients"),
        CHANNEL(9527, "HUB_PORT_CHANNEL", "gateway-1 for channel clients"),
        AGENT_CLUB(5555, "HUB_PORT_AGENT_CLUB", "gateway-1 for Agent Club clients");

        private final int usual;
        private final String variable;
        private final String clients;

        ClassicPort(int usual, String variable, String clients) {
            this.usual = usual;
            this.variable = variable;
            this.clients = clients;
        }
    }

    private static List<Integer> classic(Map<String, String> environment) {
        List<Integer> ports = new ArrayList<>();
        for (ClassicPort classic : ClassicPort.values()) {
            ports.add(port(environment, classic.variable, classic.usual));
        }
        return ports;
    }

    private static String gatewayVariable(int number) {
        return number == 1 ? "HUB_PORT_GATEWAY" : "HUB_PORT_GATEWAY_" + number;
    }

    private static int port(Map<String, String> environment, String variable, int usual) {
        String value = environment.getOrDefault(variable, "").trim();
        if (value.isEmpty()) {
            return usual;
        }
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new StartException(variable + " must be a port number, not \"" + value + "\".", e);
        }
        throw new StartException(variable + " must be a port number from 1 to " + MAX_PORT + ", not " + value + ".");
    }
}
