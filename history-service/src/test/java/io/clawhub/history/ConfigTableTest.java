package io.clawhub.history;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigTableTest {

    private static final Pattern ROW = Pattern.compile("^\\| `(hub\\.[a-z.-]+)` \\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void readmeNamesEveryKeyWithItsDefault() throws IOException {
        Map<String, String> written = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
        while (rows.find()) {
            written.put(rows.group(1), rows.group(2));
        }

        Map<String, String> keys = new TreeMap<>();
        for (Class<?> mapping : new Class<?>[] {HistoryConfig.class, ChatEventsConfig.class}) {
            String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
            for (Method key : mapping.getDeclaredMethods()) {
                String name = key.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
                keys.put(
                        prefix + "." + name,
                        key.getAnnotation(WithDefault.class).value());
            }
        }

        assertThat(written).isEqualTo(keys);
    }
}
