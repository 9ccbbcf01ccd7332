package io.clawhub.standalone.testing;

import java.util.Locale;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.backends.SharedBackend;

/**
 * PostgreSQL and its configuration keys. The argument {@code role} ({@code hub_gateway}, the default, or {@code hub_history})
 * decides whose credentials are set.
 */
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private String role = PostgresBackend.Role.HUB_GATEWAY.login();
    private PostgresBackend backend;

    @Override
    public void init(Map<String, String> arguments) {
        role = arguments.getOrDefault("role", role);
    }

    @Override
    public Map<String, String> start() {
        backend = SharedBackend.get("postgres", PostgresBackend::new);
        PostgresBackend.Role login = PostgresBackend.Role.valueOf(role.toUpperCase(Locale.ROOT));
        return Map.of(
                "quarkus.datasource.reactive.url", backend.reactiveUrl(),
                "quarkus.datasource.jdbc.url", backend.jdbcUrl(),
                "quarkus.datasource.username", login.login(),
                "quarkus.datasource.password", login.password());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(
                backend, new TestInjector.AnnotatedAndMatchesType(InjectBackend.class, PostgresBackend.class));
    }

    /** The server stays for the next test class; it ends with the JVM. */
    @Override
    public void stop() {}
}
