package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FirstPasswordTest {

    @TempDir
    Path directory;

    @Test
    void isMadeOnceAndKeptForItsOwnerAlone() throws IOException {
        Path file = directory.resolve("run").resolve("admin-password");

        String password = FirstPassword.of(file);

        assertThat(password).hasSize(20);
        assertThat(FirstPassword.of(file)).isEqualTo(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void staysEmptyOnceItIsOfNoUse() throws IOException {
        Path file = Files.createFile(directory.resolve("admin-password"));

        assertThat(FirstPassword.of(file)).isEmpty();
    }
}
