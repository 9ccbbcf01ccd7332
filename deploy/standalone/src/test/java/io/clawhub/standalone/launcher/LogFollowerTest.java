package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogFollowerTest {
    @TempDir
    Path directory;

    private final StringWriter printed = new StringWriter();
    private final LogFollower follower = new LogFollower(new PrintWriter(printed));

    @Test
    void linesGetThePrefixAndALastOneNeedsNoLineEnd() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "one\nzwei ü\nthr");

        follower.add("a | ", log, 0).once();

        assertThat(printed.toString().lines()).containsExactly("a | one", "a | zwei ü", "a | thr");
    }

    @Test
    void onlyWhatIsAddedAfterThePositionIsPrinted() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "old\n");
        follower.add("", log, Files.size(log));
        Files.writeString(log, "new\n", StandardOpenOption.APPEND);

        follower.once();

        assertThat(printed.toString().lines()).containsExactly("new");
    }

    @Test
    void aFileMadeAnewIsReadFromItsBeginning() throws IOException {
        Path log = Files.writeString(directory.resolve("a.log"), "a long line of the first run\n");
        follower.add("", log, 0).once();
        Files.writeString(log, "second\n");

        follower.once();

        assertThat(printed.toString().lines()).containsExactly("a long line of the first run", "second");
    }

    @Test
    void aMissingFileIsNoTrouble() {
        follower.add("", directory.resolve("missing.log"), 0).once();

        assertThat(printed.toString()).isEmpty();
    }
}
