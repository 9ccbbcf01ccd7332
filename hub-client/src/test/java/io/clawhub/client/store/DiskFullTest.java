package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.errors.StorageFull;
import io.clawhub.client.message.Direction;

import static io.clawhub.client.store.MessageStoreContract.MINUTE;
import static io.clawhub.client.store.MessageStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A disk of 1 MiB, where we may mount one; {@link CrashPointsTest} has failing writes without it. */
class DiskFullTest {

    @TempDir
    Path directory;

    private boolean mounted;

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            new ProcessBuilder("umount", directory.toString()).start().waitFor();
        }
    }

    private boolean mount() throws InterruptedException {
        try {
            return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void refusesUntilThereIsRoomAndLosesNothing() throws Exception {
        mounted = mount();
        assumeTrue(mounted, "no right to mount a small file system");
        try (WorkspaceStore store = WorkspaceStore.of(directory, "alice")) {
            store.open(Duration.ZERO);
            List<String> enqueued = new ArrayList<>();
            int seq = 0;
            for (; seq < 20; seq++) {
                get(store.receive(Samples.in("m" + seq, "dc_1", seq + 1, "text"), true));
                enqueued.add(get(store.enqueue(Samples.out("k" + seq, "bob", "x".repeat(1000))))
                        .id());
            }
            Path filler = directory.resolve("filler");
            fill(filler);
            int refused = seq;
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 50; i++) {
                            enqueued.add(get(store.enqueue(Samples.out("f" + i, "bob", "x".repeat(5000))))
                                    .id());
                        }
                    })
                    .isInstanceOf(StorageFull.class);
            assertThatThrownBy(() -> get(
                            store.receive(Samples.in("m" + refused, "dc_1", refused + 1, "x".repeat(50_000)), true)))
                    .isInstanceOf(StorageFull.class);
            assertThat(store.cursors()).containsEntry("dc_1", (long) seq);
            assertThat(store.history("dc_1", 100, null))
                    .filteredOn(m -> m.direction() == Direction.IN)
                    .hasSize(seq);
            assertThat(store.outbox()).hasSize(enqueued.size());

            Files.delete(filler);
            assertThat(get(store.receive(Samples.in("m" + seq, "dc_1", seq + 1, "x".repeat(50_000)), true))
                            .taken())
                    .isTrue();
            enqueued.add(get(store.enqueue(Samples.out("after", "bob", "x"))).id());
            assertThat(store.outbox())
                    .extracting(i -> i.message().clientMsgId())
                    .containsExactlyElementsOf(enqueued);
            assertThat(get(store.lease(100, MINUTE))).hasSize(seq + 1);
            assertThat(store.verify().problems()).isEmpty();
        }
    }

    /** To the last page. */
    private static void fill(Path file) throws IOException {
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }
}
