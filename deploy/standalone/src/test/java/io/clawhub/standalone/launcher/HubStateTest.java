package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.standalone.launcher.HubState.RunningPart;

import static org.assertj.core.api.Assertions.assertThat;

class HubStateTest {
    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsRead() {
        Path file = directory.resolve("run/hub.json");
        HubState state = new HubState(
                17, "2026-01-01T00:00:00Z", List.of(new RunningPart("redis", 16379, 18, "/data/redis", 2)));

        state.write(file);

        assertThat(HubState.read(file)).contains(state);
    }

    @Test
    void noFileAndABrokenFileAreNoState() throws IOException {
        Path broken = Files.writeString(directory.resolve("hub.json"), "{\"launcherPid\":");

        assertThat(HubState.read(directory.resolve("missing.json"))).isEmpty();
        assertThat(HubState.read(broken)).isEmpty();
    }

    @Test
    void aProcessWithTheSamePidButAnotherCommandIsNotThePart() {
        long self = ProcessHandle.current().pid();

        assertThat(new RunningPart("redis", 16379, self, "/no/such/mark", 2).process())
                .isEmpty();
        assertThat(new RunningPart("test", 1, self, "java", 2).process()).isPresent();
    }

    @Test
    void theLockIsHeldByOneAndFreeAfterwards() {
        Path file = directory.resolve("run/lock");

        HubLock first = HubLock.take(file).orElseThrow();
        assertThat(HubLock.take(file)).isEmpty();
        first.close();

        HubLock second = HubLock.take(file).orElseThrow();
        second.close();
    }
}
