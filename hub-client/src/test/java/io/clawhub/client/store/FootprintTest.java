package io.clawhub.client.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Many workspaces in one process. */
class FootprintTest {

    private static final int WORKSPACES = 300;

    @TempDir
    Path directory;

    @Test
    void anOpenWorkspaceTakesLittleMemory() {
        List<WorkspaceStore> stores = new ArrayList<>();
        long before = used();
        try {
            List<CompletableFuture<?>> changes = new ArrayList<>();
            for (int i = 0; i < WORKSPACES; i++) {
                WorkspaceStore store = WorkspaceStore.of(directory.resolve("w" + i), "alice", Samples.FAST);
                store.open(Duration.ZERO);
                stores.add(store);
                for (int m = 1; m <= 20; m++) {
                    String id = "msg_" + i + "_" + m;
                    changes.add(store.receive(Samples.in(id, "dc_" + m % 4, m, "text"), false)
                            .thenCompose(received -> store.complete(List.of(received.receipt()))));
                }
            }
            changes.forEach(MessageStoreContract::get);
            changes.clear();
            assertThat((used() - before) / WORKSPACES).as("bytes for each").isLessThan(60_000);
        } finally {
            stores.forEach(WorkspaceStore::close);
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
