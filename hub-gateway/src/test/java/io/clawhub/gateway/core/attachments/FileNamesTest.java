package io.clawhub.gateway.core.attachments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "report.pdf | report.pdf",
                "../../etc/passwd | passwd",
                "/etc/passwd | passwd",
                "C:\\Users\\x\\notes.txt | notes.txt",
                ".. | file",
                "a/.. | file",
                "dir/ | file",
                "'  spaced.txt  ' | spaced.txt",
                "☀ sunny.png | ☀ sunny.png"
            })
    void keepsTheLastPart(String given, String safe) {
        assertThat(FileNames.safe(given)).isEqualTo(safe);
    }

    @Test
    void dropsWhatCannotBeSeen() {
        assertThat(FileNames.safe("a\u0000b\r\nc\u202Etxt.exe")).isEqualTo("abctxt.exe");
        assertThat(FileNames.safe("half\uD83D.txt")).isEqualTo("half.txt");
        assertThat(FileNames.safe("\u0007")).isEqualTo("file");
        assertThat(FileNames.safe(null)).isEqualTo("file");
    }

    @Test
    void shortensButKeepsTheEnding() {
        assertThat(FileNames.safe("x".repeat(300) + ".tar.gz")).hasSize(63).endsWith("x.gz");
        assertThat(FileNames.safe("😀".repeat(300)).codePoints()).hasSize(63).allMatch(c -> c == 0x1F600);
    }
}
