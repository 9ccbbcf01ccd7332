package io.clawhub.client.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.errors.WorkspaceLocked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkspaceLockTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Path SCRIPT =
            Path.of("src/test/resources/workspace.py").toAbsolutePath();

    @TempDir
    Path directory;

    private WorkspaceStore store() {
        return WorkspaceStore.of(directory, "alice", Samples.FAST);
    }

    @Test
    void aSecondProcessIsRefusedAndSucceedsWhenTheFirstIsKilled() throws Exception {
        try (Child first = Child.java(HoldWorkspace.class, directory.toString())) {
            assertThat(first.line()).isEqualTo("held");
            WorkspaceStore second = store();
            assertThatThrownBy(() -> second.open(Duration.ZERO))
                    .isInstanceOf(WorkspaceLocked.class)
                    .hasMessageContaining("process ");
            assertThatThrownBy(() -> second.open(Duration.ofMillis(200))).isInstanceOf(WorkspaceLocked.class);
            assertThat(second.history("dc_1", 5, null)).isEmpty();
            first.kill();
            second.open(LONG);
            second.close();
        }
    }

    @Test
    void oneProcessIsNotTwoHolders() throws Exception {
        Path alias = directory.resolveSibling(directory.getFileName() + "-alias");
        Files.createSymbolicLink(alias, directory);
        WorkspaceStore first = store();
        try {
            first.open(Duration.ZERO);
            WorkspaceStore second = WorkspaceStore.of(alias, "alice", Samples.FAST);
            assertThatThrownBy(() -> second.open(Duration.ZERO)).isInstanceOf(WorkspaceLocked.class);
            // the refused one must not have given the lock away
            try (Child other = Child.java(HoldWorkspace.class, directory.toString())) {
                assertThatThrownBy(() -> second.open(Duration.ofMillis(500))).isInstanceOf(WorkspaceLocked.class);
                first.close();
                assertThat(other.line()).isEqualTo("held");
            }
        } finally {
            first.close();
            Files.delete(alias);
        }
    }

    @Test
    void pythonAndJavaSeeEachOther() throws Exception {
        Assumptions.assumeTrue(Child.hasPython(), "no python3 here");
        try (Child python = Child.python(SCRIPT, "hold", directory.toString())) {
            assertThat(python.line()).isEqualTo("held");
            assertThatThrownBy(() -> store().open(Duration.ZERO)).isInstanceOf(WorkspaceLocked.class);
            python.kill();
            try (WorkspaceStore store = store()) {
                store.open(LONG);
                try (Child other = Child.python(SCRIPT, "try", directory.toString())) {
                    assertThat(other.line()).isEqualTo("refused");
                }
            }
            try (Child other = Child.python(SCRIPT, "try", directory.toString())) {
                assertThat(other.line()).isEqualTo("held");
            }
        }
    }

    @Test
    void knowsNetworkFileSystems() {
        assertThat(WorkspaceLock.onNetwork("nfs4")).isTrue();
        assertThat(WorkspaceLock.onNetwork("fuse.sshfs")).isTrue();
        assertThat(WorkspaceLock.onNetwork("ext4")).isFalse();
    }
}
