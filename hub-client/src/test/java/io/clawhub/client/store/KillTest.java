package io.clawhub.client.store;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code -Dclawhub.kills=N} kills more often. */
class KillTest {

    @TempDir
    Path directory;

    @Test
    void killedAnywhereItKeepsWhatItPromised() throws Exception {
        long seed = Long.getLong("clawhub.seed", System.nanoTime());
        KillDriver driver = new KillDriver(directory, seed);
        assertThat(driver.run(Integer.getInteger("clawhub.kills", 25)))
                .as("seed %d: %s", seed, driver)
                .isEmpty();
        assertThat(driver.toString()).doesNotStartWith("0 received");
    }
}
