package io.clawhub.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogFileTest {
    @TempDir
    Path directory;

    @Test
    void fiveOldRunsAreKept() throws IOException {
        Path log = directory.resolve("kafka.log");

        for (int run = 1; run <= 8; run++) {
            LogFile.rotate(log);
            Files.writeString(log, "run " + run);
        }

        assertThat(log).hasContent("run 8");
        assertThat(directory.resolve("kafka.1.log")).hasContent("run 7");
        assertThat(directory.resolve("kafka.5.log")).hasContent("run 3");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(6);
        }
    }

    @Test
    void theEndOfALongLogIsItsLastLines() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "line\n".repeat(20_000) + "the last\n");

        String end = LogFile.lastLines(log);

        assertThat(end).endsWith("line\nthe last").hasLineCount(16);
    }
}
