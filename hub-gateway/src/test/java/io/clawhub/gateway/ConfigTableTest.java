package io.clawhub.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.smallrye.config.ConfigMappings;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.sessions.SessionsConfig;
import io.clawhub.gateway.protocol.channel.ChannelConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** The README lists every key there is, and none that is not. */
class ConfigTableTest {

    @Test
    void readmeAndMappingNameTheSameKeys() throws IOException {
        var documented = new TreeSet<String>();
        Pattern.compile("^\\| `(hub\\.[a-z0-9.-]+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .forEach(row -> documented.add(row.group(1)));

        var mapped = new ArrayList<>(
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(GatewayConfig.class, "hub"))
                        .keySet());
        mapped.addAll(ConfigMappings.getProperties(
                        ConfigMappings.ConfigClass.configClass(SessionsConfig.class, "hub.sessions"))
                .keySet());
        mapped.addAll(
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(ChannelConfig.class, "hub.channel"))
                        .keySet());
        // The elements of a list, beside the list; of a map, in place of it.
        mapped.removeIf(key -> key.endsWith("[*]"));
        mapped.replaceAll(key -> key.endsWith(".*") ? key.substring(0, key.length() - 2) : key);

        assertThat(documented).isEqualTo(new TreeSet<>(mapped));
    }
}
