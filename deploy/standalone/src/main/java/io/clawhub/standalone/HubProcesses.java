package io.clawhub.standalone;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.clawhub.standalone.backends.HubRoot;
import io.clawhub.standalone.backends.KafkaBackend;
import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.backends.RedisBackend;
import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.services.HubParts;
import io.clawhub.standalone.services.HubPorts;
import io.clawhub.standalone.services.ServiceBuild;
import io.clawhub.standalone.services.ServiceProcess;
import io.clawhub.standalone.services.Together;

/**
 * A whole throw-away hub of real processes, for system tests: random ports, empty data, the packaged services. Nothing
 * restarts by itself. It ends with this JVM at the latest.
 */
public final class HubProcesses implements AutoCloseable {
    /** The system property that makes system tests run the native binaries. */
    public static final String NATIVE = "clawhub.native";

    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);

    private final HubParts parts;

    private HubProcesses(HubParts parts) {
        this.parts = parts;
    }

    /**
     * What to start.
     *
     * @param gateways how many, at least 1
     * @param isNative the native binaries instead of the jars
     * @param gatewaySettings configuration of the gateways beside what connects them, by key
     */
    public record Options(int gateways, boolean isNative, Map<String, String> gatewaySettings) {
        public Options {
            gatewaySettings = Map.copyOf(gatewaySettings);
            if (gateways < 1) {
                throw new IllegalArgumentException("At least one gateway: " + gateways);
            }
        }

        /** One gateway; on the JVM, or the native binaries where the system property {@value #NATIVE} is true. */
        public static Options standard() {
            return new Options(1, Boolean.getBoolean(NATIVE), Map.of());
        }

        public Options withGateways(int count) {
            return new Options(count, isNative, gatewaySettings);
        }

        public Options withNative(boolean use) {
            return new Options(gateways, use, gatewaySettings);
        }

        /** Sets {@code key} of each gateway. */
        public Options withGatewaySetting(String key, String value) {
            Map<String, String> settings = new HashMap<>(gatewaySettings);
            settings.put(key, value);
            return new Options(gateways, isNative, settings);
        }
    }

    /**
     * Starts everything and waits until all of it is ready.
     *
     * @throws io.clawhub.standalone.process.StartException if a part is not built or not ready within 90 s; what had
     *     started is stopped again
     */
    public static HubProcesses start(Options options) {
        HubProcesses hub = new HubProcesses(HubParts.wired(
                HubPorts.random(options.gateways()),
                new ServiceBuild(HubRoot.find(), options.isNative()),
                HubProcesses::place,
                options.gatewaySettings()));
        try {
            Together.forEach(hub.parts.backends(), Part::start);
            Together.forEach(hub.parts.services(), ServiceProcess::start);
            Together.forEach(hub.parts.services(), service -> service.awaitReady(READY_DEADLINE));
            return hub;
        } catch (RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    public PostgresBackend postgres() {
        return parts.postgres();
    }

    public RedisBackend redis() {
        return parts.redis();
    }

    public KafkaBackend kafka() {
        return parts.kafka();
    }

    public ServiceProcess history() {
        return parts.history();
    }

    public ServiceProcess presence() {
        return parts.presence();
    }

    /** @param number from 1 */
    public ServiceProcess gateway(int number) {
        return parts.gateways().get(number - 1);
    }

    /**
     * The WebSocket address of a gateway, with a slash at the end.
     *
     * @param number from 1
     */
    public String gatewayUrl(int number) {
        return "ws://127.0.0.1:" + gateway(number).port() + "/";
    }

    /** Stops everything cleanly, services before backends, and starts it again on the same ports and data. */
    public void restart() {
        parts.stopOrder().forEach(group -> Together.forEach(group, Part::stop));
        Together.forEach(parts.backends(), Part::start);
        Together.forEach(parts.services(), ServiceProcess::start);
        Together.forEach(parts.services(), service -> service.awaitReady(READY_DEADLINE));
    }

    @Override
    public void close() {
        for (List<? extends Part> group : parts.stopOrder()) {
            Together.forEach(group, Part::close);
        }
    }

    private static Place place(String name, int port) {
        Place random = Place.throwAway(name);
        return new Place(port, random.directory(), random.log(), true);
    }
}
