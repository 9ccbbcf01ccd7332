package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Holds a workspace until its input ends. */
final class HoldWorkspace {

    private HoldWorkspace() {}

    public static void main(String[] arguments) throws IOException {
        try (WorkspaceStore store = WorkspaceStore.of(Path.of(arguments[0]), "alice", Samples.FAST)) {
            store.open(Duration.ofSeconds(60));
            System.out.println("held");
            System.out.flush();
            System.in.read();
        }
    }
}
