package io.clawhub.standalone.testing;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import io.clawhub.standalone.backends.KafkaBackend;
import io.clawhub.standalone.backends.SharedBackend;

/**
 * Kafka and its configuration key.
 */
public final class KafkaTestResource implements QuarkusTestResourceLifecycleManager {
    private KafkaBackend backend;

    @Override
    public Map<String, String> start() {
        backend = SharedBackend.get("kafka", KafkaBackend::new);
        return Map.of("kafka.bootstrap.servers", backend.bootstrapServers());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(
                backend, new TestInjector.AnnotatedAndMatchesType(InjectBackend.class, KafkaBackend.class));
    }

    /** The server stays for the next test class; it ends with the JVM. */
    @Override
    public void stop() {}
}
