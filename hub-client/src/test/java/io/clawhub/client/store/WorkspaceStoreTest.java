package io.clawhub.client.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.errors.Corrupt;
import io.clawhub.client.errors.WorkspaceMismatch;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class WorkspaceStoreTest extends MessageStoreContract {

    @TempDir
    Path directory;

    @Override
    MessageStore make(Limits limits, Samples.HandClock clock) {
        return WorkspaceStore.of(directory, "alice", Samples.fast(limits), new Disk(false), clock);
    }

    private void reopen() {
        store.close();
        store = WorkspaceStore.of(directory, "alice", Samples.FAST, new Disk(false), clock);
        store.open(Duration.ZERO);
    }

    private Path file(String name) {
        return directory.resolve("im_client").resolve(name);
    }

    @Test
    void remembersEverythingOverARestart() {
        String clientId = store.clientId();
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        get(store.retried("k1", null));
        receive("m1", 5);
        receive("m2", 6);
        get(store.complete(List.of(get(store.lease(1, MINUTE)).get(0).receipt())));
        get(store.putContact(contact("c", "Ann")));
        get(store.epoch("e1"));
        receive("m3", 8);
        reopen();

        assertThat(store.clientId()).isEqualTo(clientId);
        assertThat(store.outbox()).hasSize(1);
        assertThat(store.outbox().get(0).attempts()).isEqualTo(1);
        assertThat(store.peek(9)).extracting(p -> p.message().id()).containsExactly("m2", "m3");
        assertThat(store.cursors()).containsEntry("dc_1", 8L);
        assertThat(store.epoch()).isEqualTo("e1");
        assertThat(store.contact("c")).isPresent();
        assertThat(receive("m1", 5).duplicate()).isTrue();
        assertThat(store.history("dc_1", 9, null)).extracting(Message::id).containsExactly("m1", "m2", "m3");
    }

    @Test
    void readsWithoutBeingOpen() {
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        receive("m1", 5);
        WorkspaceStore reader = WorkspaceStore.of(directory, "alice");
        assertThat(reader.history("dc_1", 5, null)).hasSize(1);
        assertThat(reader.outbox()).hasSize(1);
        assertThat(reader.peek(5)).hasSize(1);
        assertThat(reader.conversations()).contains("dc_1");
        assertThatThrownBy(() -> get(reader.removeContact("bob"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        receive("m1", 5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(""))))
                .isEqualTo("rwx------");
        for (String name : List.of("config.json", "state.json", "conversations/dc_1.jsonl", ".lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        assertThat(file(".lock")).isEmptyFile();
        assertThat(Files.readString(file("config.json"))).endsWith("\n").contains("\"token_env\":\"IM_TOKEN\"");
    }

    @Test
    void belongsToOneAgent() {
        assertThatThrownBy(() -> WorkspaceStore.of(directory, "mallory").open(Duration.ZERO))
                .isInstanceOf(WorkspaceMismatch.class);
    }

    @Test
    void neverGuessesItsConfiguration() throws Exception {
        store.close();
        Files.writeString(file("config.json"), "{\"format\":");
        assertThatThrownBy(() -> WorkspaceStore.of(directory, "alice").open(Duration.ZERO))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void whatIsNewerIsOnlyRead() throws Exception {
        receive("m1", 5);
        store.close();
        Path state = file("state.json");
        Files.writeString(state, Files.readString(state).replace("\"v\":1", "\"v\":2"));
        WorkspaceStore other = WorkspaceStore.of(directory, "alice", Samples.FAST);
        assertThatThrownBy(() -> other.open(Duration.ZERO)).isInstanceOf(Corrupt.class);
        assertThat(other.history("dc_1", 5, null)).hasSize(1);
        assertThat(other.cursors()).containsEntry("dc_1", 5L);
    }

    @Test
    void keepsFieldsItDoesNotKnow() throws Exception {
        get(store.putContact(contact("c", "Ann")));
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        receive("m1", 5);
        store.close();
        for (String name : List.of("contacts.json", "state.json", "queue/outbox.json", "queue/pending.json")) {
            ObjectNode body = Json.parse(Files.readAllBytes(file(name)));
            body.put("future", "kept");
            for (String list : List.of("contacts", "items")) {
                body.path(list).forEach(item -> ((ObjectNode) item).put("future", "kept too"));
            }
            if (body.at("/items/0/message").isObject()) {
                ((ObjectNode) body.at("/items/0/message")).put("future", "kept as well");
            }
            Files.write(file(name), Document.content(body));
        }
        store = WorkspaceStore.of(directory, "alice", Samples.FAST);
        store.open(Duration.ZERO);
        get(store.lease(1, MINUTE));
        get(store.putContact(contact("c", "Anna")));
        get(store.parked("k1", null));
        receive("m2", 6);
        store.close();
        for (String name : List.of("contacts.json", "queue/outbox.json", "queue/pending.json")) {
            assertThat(Files.readString(file(name))).contains("\"future\":\"kept\"", "\"future\":\"kept too\"");
        }
        assertThat(Files.readString(file("queue/pending.json"))).contains("\"future\":\"kept as well\"");
        assertThat(Files.readString(file("state.json"))).contains("\"future\":\"kept\"");
    }

    @Test
    void rotatesCompactsAndForgets() throws Exception {
        store.close();
        store = WorkspaceStore.of(directory, "alice", Samples.fast(new Limits(2000, 10, 100, 4096)));
        store.open(Duration.ZERO);
        get(store.enqueue(OutgoingMessage.in("dc_1", "waits").withClientMsgId("k1")));
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            all.add(store.receive(Samples.in("m" + i, "dc_1", i, "text"), true));
        }
        all.forEach(MessageStoreContract::get);
        get(store.enqueue(OutgoingMessage.in("dc_1", "goes").withClientMsgId("k2")));
        get(store.sent("k2", "msg_2", "dc_1", 301, Samples.NOW));
        assertThat(file("conversations/dc_1.000002.jsonl")).exists();
        assertThat(store.conversations()).containsExactly("dc_1");
        assertThat(store.history("dc_1", 301, null))
                .hasSize(301)
                .extracting(Message::seq)
                .endsWith(301L, 0L);
        assertThat(store.history("dc_1", 5, "m20")).extracting(Message::seq).containsExactly(15L, 16L, 17L, 18L, 19L);
        WorkspaceStore workspace = (WorkspaceStore) store;
        assertThat(get(workspace.compact())).isNotNegative();
        assertThat(workspace.verify().problems()).isEmpty();
        assertThat(store.history("dc_1", 400, null)).hasSize(302);

        // pending ones are not removed, whatever the limit
        assertThat(get(workspace.retain(null, 1))).isZero();
        for (int i = 0; i < 3; i++) {
            get(store.complete(
                    get(store.lease(100, MINUTE)).stream().map(p -> p.receipt()).toList()));
        }
        assertThat(get(workspace.retain(null, 1))).isZero(); // the oldest holds k1
        get(store.cancel("k1"));
        assertThat(get(workspace.retain(null, 1))).isPositive();
        assertThat(store.history("dc_1", 400, null)).isNotEmpty().hasSizeLessThan(300);
    }

    @Test
    void exportsWhatIsThere() throws Exception {
        receive("m1", 5);
        Path zip = directory.resolve("out.zip");
        ((WorkspaceStore) store).export(zip);
        try (ZipFile packed = new ZipFile(zip.toFile())) {
            assertThat(packed.stream().map(Object::toString))
                    .contains("im_client/config.json", "im_client/conversations/dc_1.jsonl")
                    .doesNotContain("im_client/.lock");
        }
        assertThat(receive("m2", 6).taken()).isTrue();
    }

    @Test
    void idsNeverLeaveTheirDirectory() throws Exception {
        List<String> ids = List.of(
                "../../x",
                "CON",
                "con",
                "x".repeat(300),
                "A",
                "a",
                "\uD83D\uDE00",
                "a.000001",
                "..",
                "nul.txt",
                "a/b",
                "~a");
        long seq = 1;
        for (String id : ids) {
            String receipt =
                    get(store.receive(inGroup("m" + seq, id, seq), false)).receipt();
            assertThat(get(store.complete(List.of(receipt)))).containsExactly(true);
            seq++;
        }
        assertThat(store.conversations()).containsExactlyInAnyOrderElementsOf(ids);
        try (Stream<Path> files = Files.list(file("conversations"))) {
            assertThat(files.map(f -> f.getFileName().toString().toLowerCase(java.util.Locale.ROOT))
                            .distinct())
                    .hasSize(ids.size());
        }
        for (String id : ids) {
            assertThat(store.history(id, 5, null)).extracting(Message::text).containsExactly(id);
        }
        assertThat(directory.getParent().resolve("x.jsonl")).doesNotExist();
    }

    private static Message inGroup(String id, String conversation, long seq) {
        return new Message(
                id,
                null,
                conversation,
                "group",
                seq,
                "bob",
                null,
                "text",
                conversation,
                Samples.NOW,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Direction.IN,
                null);
    }

    @Test
    void oneThreadServesAllAndEndsWithTheLast() throws Exception {
        List<WorkspaceStore> many = new ArrayList<>();
        List<CompletableFuture<?>> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            WorkspaceStore one = WorkspaceStore.of(directory.resolve("w" + i), "alice", Samples.FAST);
            one.open(Duration.ZERO);
            many.add(one);
            changes.add(one.receive(Samples.in("m1", "dc_1", 1, "x"), true));
        }
        changes.forEach(MessageStoreContract::get);
        assertThat(threads()).isEqualTo(1);
        many.forEach(WorkspaceStore::close);
        many.forEach(WorkspaceStore::close);
        store.close();
        await().atMost(Duration.ofSeconds(60)).until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("clawhub-store"))
                .count();
    }
}
