package io.clawhub.standalone.testing;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import io.clawhub.standalone.backends.RedisBackend;
import io.clawhub.standalone.backends.SharedBackend;

/**
 * Redis and its configuration key.
 */
public final class RedisTestResource implements QuarkusTestResourceLifecycleManager {
    private RedisBackend backend;

    @Override
    public Map<String, String> start() {
        backend = SharedBackend.get("redis", RedisBackend::new);
        return Map.of("quarkus.redis.hosts", "redis://127.0.0.1:" + backend.port());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(
                backend, new TestInjector.AnnotatedAndMatchesType(InjectBackend.class, RedisBackend.class));
    }

    /** The server stays for the next test class; it ends with the JVM. */
    @Override
    public void stop() {}
}
