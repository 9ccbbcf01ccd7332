package io.clawhub.standalone.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.clawhub.standalone.process.Part;
import io.clawhub.standalone.process.Place;

/** One instance of a service. {@link #start()} returns at once; {@link #awaitReady} waits for its health check. */
public final class ServiceProcess extends Part {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    /** Environment variables of the launcher, which a service would take for its own configuration. */
    private static final List<String> LAUNCHER_VARIABLES =
            List.of("HUB_HOME", "HUB_JAVA_OPTS", "HUB_PORT_", "HUB_ADMIN_TOKEN", "HUB_ADMIN_LOGINS");

    private final ServiceKind kind;
    private final ServiceBuild build;
    private final Map<String, String> configuration;

    /** @param configuration by Quarkus configuration key; handed over as environment variables */
    public ServiceProcess(
            String name, ServiceKind kind, Place place, ServiceBuild build, Map<String, String> configuration) {
        super(name, place);
        this.kind = kind;
        this.build = build;
        this.configuration = Map.copyOf(configuration);
    }

    public ServiceKind kind() {
        return kind;
    }

    /** Its log file. */
    public Path log() {
        return place().log();
    }

    /** The base address of its HTTP interface, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void start() {
        launch();
    }

    /** Whether its readiness check is positive. */
    @Override
    public boolean answers() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                .timeout(PROBE_TIMEOUT)
                .build();
        try {
            return Probe.CLIENT
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    protected List<String> command() {
        return build.require(kind).command(kind, place().directory());
    }

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        configuration.forEach((key, value) -> environment.put(variable(key), value));
        return environment;
    }

    @Override
    protected Set<String> hiddenEnvironment() {
        return System.getenv().keySet().stream()
                .filter(name -> LAUNCHER_VARIABLES.stream().anyMatch(name::startsWith))
                .collect(Collectors.toSet());
    }

    /** The name by which MicroProfile Config finds the key in the environment. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static final class Probe {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PROBE_TIMEOUT)
                .build();
    }
}
