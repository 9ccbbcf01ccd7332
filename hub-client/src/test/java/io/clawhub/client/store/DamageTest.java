package io.clawhub.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.client.errors.Corrupt;
import io.clawhub.client.message.Message;

import static io.clawhub.client.store.MessageStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files are cut, changed and removed; the rest must come back. */
class DamageTest {

    private static final String LOG = "im_client/conversations/dc_1.jsonl";

    @TempDir
    Path directory;

    private Path base;
    private int copies;

    /** A crashed workspace: m1 done, m2 waiting, m3 handed out; k1 sent, k2 queued, k3 parked. */
    @BeforeEach
    void crashed() throws IOException {
        Path live = directory.resolve("live");
        base = directory.resolve("base");
        try (WorkspaceStore store = WorkspaceStore.of(live, "alice", Samples.FAST)) {
            store.open(Duration.ZERO);
            get(store.epoch("e1"));
            for (int i = 1; i <= 3; i++) {
                get(store.receive(Samples.in("m" + i, "dc_1", i, "text " + i), true));
                get(store.enqueue(Samples.out("k" + i, "bob", "out " + i)));
            }
            get(store.sent("k1", "msg_1", "dc_1", 10, Samples.NOW));
            get(store.parked("k3", null));
            get(store.complete(
                    List.of(get(store.lease(1, Duration.ofMinutes(5))).get(0).receipt())));
            get(store.receive(Samples.in("m4", "dc_1", 11, "the last line"), true));
            get(store.putContact(MessageStoreContract.contact("carol", "Carol")));
            Directories.copy(live, base);
        }
    }

    private Path copy() throws IOException {
        Path copy = directory.resolve("copy" + copies++);
        Directories.copy(base, copy);
        return copy;
    }

    @Test
    void everyTornTailIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(base.resolve(LOG));
        int start = whole.length - 2;
        while (whole[start - 1] != '\n') {
            start--;
        }
        for (int length = start + 1; length < whole.length; length++) {
            Path copy = copy();
            cut(copy.resolve(LOG), length);
            try (WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST)) {
                MessageStore.Recovery recovery = store.open(Duration.ZERO);
                assertThat(recovery.torn()).as("cut at %d", length).isEqualTo(1);
                assertThat(recovery.corrupt()).isZero();
                assertThat(Files.size(copy.resolve(LOG))).isEqualTo(start);
                assertThat(store.peek(9)).extracting(p -> p.message().id()).containsExactly("m2", "m3", "m4");
                assertThat(get(store.receive(Samples.in("m4", "dc_1", 11, "the last line"), true))
                                .duplicate())
                        .isTrue();
                assertThat(store.history("dc_1", 9, null))
                        .extracting(Message::id)
                        .contains("m1", "m2", "m3", "m4");
                assertThat(store.verify().problems()).isEmpty();
            }
            assertThat(torn(copy)).isEqualTo(Arrays.copyOfRange(whole, start, length));
        }
    }

    private static byte[] torn(Path copy) throws IOException {
        for (Path file : Directories.walk(copy)) {
            if (file.toString().contains(".torn-")) {
                return Files.readAllBytes(file);
            }
        }
        return null;
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void aDamagedLineInTheMiddleIsSkippedAndCounted() throws IOException {
        byte[] whole = Files.readAllBytes(base.resolve(LOG));
        int from = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf("\"id\":\"m2\"");
        for (int at = from; at < from + 40; at++) {
            Path copy = copy();
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(copy.resolve(LOG), flipped);
            try (WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST)) {
                assertThat(store.open(Duration.ZERO).corrupt())
                        .as("byte %d", at)
                        .isEqualTo(1);
                assertThat(Files.size(copy.resolve(LOG))).isEqualTo(whole.length);
                assertThat(store.history("dc_1", 9, null))
                        .extracting(Message::id)
                        .contains("m1", "m3", "m4")
                        .doesNotContain("m2");
                assertThat(store.verify().damagedLines()).isEqualTo(1);
                assertThat(store.peek(9)).extracting(p -> p.message().id()).contains("m2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "cut", "empty"})
    void everyDocumentComesBack(String damage) throws IOException {
        for (String name : List.of("contacts.json", "queue/pending.json", "queue/outbox.json", "state.json")) {
            Path copy = copy();
            Path file = copy.resolve("im_client").resolve(name);
            damage(file, damage);
            Files.deleteIfExists(file.resolveSibling("contacts.json.bak"));
            try (WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST)) {
                assertThat(store.open(Duration.ZERO).corrupt()).as(name).isEqualTo(1);
                assertThat(store.outbox())
                        .as(name)
                        .extracting(item -> item.message().clientMsgId() + item.parked())
                        .containsExactly("k2false", "k3true");
                assertThat(store.peek(9)).extracting(p -> p.message().id()).contains("m2", "m3", "m4");
                boolean pendingLost = name.contains("pending");
                assertThat(store.peek(9)).hasSize(pendingLost ? 4 : 3); // m1 again: better twice than never
                boolean stateLost = name.equals("state.json");
                assertThat(store.epoch()).isEqualTo(stateLost ? null : "e1");
                assertThat(store.cursors().getOrDefault("dc_1", 0L)).isEqualTo(stateLost ? 0L : 11L);
                assertThat(store.contact("bob")).as(name).isPresent();
                assertThat(get(store.receive(Samples.in("m1", "dc_1", 1, "text 1"), true))
                                .duplicate())
                        .isTrue();
                assertThat(store.verify().problems()).isEmpty();
            }
            assertThat(WorkspaceStore.of(copy, "alice", Samples.FAST).outbox()).hasSize(2);
        }
    }

    private static void damage(Path file, String damage) throws IOException {
        if (damage.equals("delete")) {
            Files.delete(file);
        } else {
            cut(file, damage.equals("cut") ? Files.size(file) / 2 : 0);
        }
    }

    @Test
    void damagedContactsComeBackFromTheirFormerCopy() throws IOException {
        Path copy = copy();
        try (WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST)) {
            store.open(Duration.ZERO);
            get(store.putContact(MessageStoreContract.contact("dave", "Dave")));
        }
        cut(copy.resolve("im_client/contacts.json"), 20);
        try (WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST)) {
            store.open(Duration.ZERO);
            assertThat(store.contact("carol")).isPresent();
        }
    }

    @Test
    void aRemovedLogTakesOnlyItsHistoryWithIt() throws IOException {
        Path copy = copy();
        Files.delete(copy.resolve(LOG));
        try (WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST)) {
            store.open(Duration.ZERO);
            assertThat(store.peek(9)).hasSize(3);
            assertThat(store.outbox()).hasSize(2);
            assertThat(get(store.receive(Samples.in("m1", "dc_1", 1, "text 1"), true))
                            .duplicate())
                    .isTrue();
        }
    }

    @Test
    void theConfigurationIsNeverGuessed() throws IOException {
        Path copy = copy();
        Files.delete(copy.resolve("im_client/config.json"));
        WorkspaceStore store = WorkspaceStore.of(copy, "alice", Samples.FAST);
        assertThatThrownBy(() -> store.open(Duration.ZERO)).isInstanceOf(Corrupt.class);
    }
}
