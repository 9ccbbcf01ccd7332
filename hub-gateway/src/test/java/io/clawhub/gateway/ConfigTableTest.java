package io.clawhub.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.smallrye.config.ConfigMappings;
import org.junit.jupiter.api.Test;

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

        var mapped = new TreeSet<>(
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(GatewayConfig.class, "hub"))
                        .keySet());
        // The elements of a list, beside the list.
        mapped.removeIf(key -> key.endsWith("[*]"));

        assertThat(documented).isEqualTo(mapped);
    }
}
