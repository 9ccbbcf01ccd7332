package io.clawhub.gateway;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The gateway's configuration with its defaults, for tests without Quarkus. */
public final class TestConfig {

    private TestConfig() {}

    /** The defaults, less what the map says. */
    public static GatewayConfig with(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 1_000))
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
