package io.clawhub.standalone.services;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.clawhub.standalone.backends.Backend;
import io.clawhub.standalone.backends.KafkaBackend;
import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.backends.RedisBackend;
import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.process.Place;

/**
 * The parts of one hub, wired to each other by configuration. Making them starts nothing.
 *
 * @param gateways in order, {@code gateway-1} first
 */
public record HubParts(
        PostgresBackend postgres,
        RedisBackend redis,
        KafkaBackend kafka,
        ServiceProcess history,
        ServiceProcess presence,
        List<ServiceProcess> gateways) {

    public HubParts {
        gateways = List.copyOf(gateways);
    }

    /** @param places from a part's name and port to its place */
    public static HubParts wired(HubPorts ports, ServiceBuild build, BiFunction<String, Integer, Place> places) {
        return wired(ports, build, places, Map.of());
    }

    /**
     * @param places from a part's name and port to its place
     * @param gatewaySettings more configuration of each gateway, by key
     */
    public static HubParts wired(
            HubPorts ports,
            ServiceBuild build,
            BiFunction<String, Integer, Place> places,
            Map<String, String> gatewaySettings) {
        PostgresBackend postgres = new PostgresBackend(places.apply("postgres", ports.postgres()));
        RedisBackend redis = new RedisBackend(places.apply("redis", ports.redis()));
        KafkaBackend kafka = new KafkaBackend(places.apply("kafka", ports.kafka()));
        Map<String, String> log = Map.of("kafka.bootstrap.servers", kafka.bootstrapServers());

        ServiceProcess history = new ServiceProcess(
                "history",
                ServiceKind.HISTORY,
                places.apply("history", ports.history()),
                build,
                merged(log, database(postgres, PostgresBackend.Role.HUB_HISTORY), http(ports.history())));
        ServiceProcess presence = new ServiceProcess(
                "presence",
                ServiceKind.PRESENCE,
                places.apply("presence", ports.presence()),
                build,
                merged(
                        log,
                        Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.port()),
                        http(ports.presence())));

        // One for all of them: what is uploaded to one gateway is read from another.
        String attachments = places.apply("attachments", 0).directory().toString();
        List<ServiceProcess> gateways = new ArrayList<>();
        for (GatewayPorts gateway : ports.gateways()) {
            String name = "gateway-" + (gateways.size() + 1);
            Map<String, String> own = new HashMap<>(Map.of(
                    "hub.gateway.id", name,
                    "hub.history.url", history.url(),
                    "hub.presence.url", presence.url(),
                    "hub.attachments.directory", attachments,
                    "hub.listeners.ports",
                            gateway.classic().stream().map(String::valueOf).collect(Collectors.joining(","))));
            if (!gateway.classic().isEmpty()) {
                own.put("hub.listeners.agent-club-port", String.valueOf(gateway.agentClub()));
            }
            gateways.add(new ServiceProcess(
                    name,
                    ServiceKind.GATEWAY,
                    places.apply(name, gateway.main()),
                    build,
                    merged(
                            log,
                            database(postgres, PostgresBackend.Role.HUB_GATEWAY),
                            http(gateway.main()),
                            own,
                            gatewaySettings)));
        }
        return new HubParts(postgres, redis, kafka, history, presence, gateways);
    }

    public List<Backend> backends() {
        return List.of(postgres, redis, kafka);
    }

    /** Gateways last. */
    public List<ServiceProcess> services() {
        List<ServiceProcess> services = new ArrayList<>(List.of(history, presence));
        services.addAll(gateways);
        return services;
    }

    /** In groups, in the order in which they stop: nothing outlives what it needs. A group stops at once. */
    public List<List<? extends Part>> stopOrder() {
        return List.of(gateways, List.of(history, presence), List.of(kafka, redis), List.of(postgres));
    }

    private static Map<String, String> database(PostgresBackend postgres, PostgresBackend.Role role) {
        return Map.of(
                "quarkus.datasource.reactive.url", postgres.reactiveUrl(),
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.username", role.login(),
                "quarkus.datasource.password", role.password());
    }

    private static Map<String, String> http(int port) {
        return Map.of("quarkus.http.host", "127.0.0.1", "quarkus.http.port", Integer.toString(port));
    }

    @SafeVarargs
    private static Map<String, String> merged(Map<String, String>... maps) {
        Map<String, String> merged = new HashMap<>();
        for (Map<String, String> map : maps) {
            merged.putAll(map);
        }
        return merged;
    }
}
