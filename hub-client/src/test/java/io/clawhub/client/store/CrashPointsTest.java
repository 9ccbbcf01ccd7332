package io.clawhub.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.Status;

import static io.clawhub.client.store.MessageStoreContract.MINUTE;
import static io.clawhub.client.store.MessageStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;

/** A crash, or a failing disk, before each step of writing: what was acknowledged holds, what was not can be done again. */
class CrashPointsTest {

    @TempDir
    Path directory;

    /** What callers had been told at a moment. */
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /** Does something before each step, and in the middle of each write. */
    private abstract static class Watched extends Disk {
        Watched() {
            super(true);
        }

        abstract void step() throws IOException;

        @Override
        void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
            step();
            int half = bytes.remaining() / 2;
            super.write(channel, bytes.slice(bytes.position(), half), position);
            step();
            super.write(channel, bytes.slice(bytes.position() + half, bytes.remaining() - half), position + half);
        }

        @Override
        void force(FileChannel channel, boolean metadata) throws IOException {
            step();
            super.force(channel, metadata);
        }

        @Override
        void move(Path from, Path to) throws IOException {
            step();
            super.move(from, to);
        }

        @Override
        void syncDirectory(Path path) throws IOException {
            step();
            super.syncDirectory(path);
        }
    }

    private <T> T noted(String what, CompletableFuture<T> change) {
        return get(change.thenApply(value -> {
            acknowledged.add(what);
            return value;
        }));
    }

    private void work(MessageStore store) {
        noted("enqueued", store.enqueue(Samples.out("k1", "bob", "one")));
        noted("received", store.receive(Samples.in("m1", "dc_1", 1, "text"), true));
        noted("sent", store.sent("k1", "msg_1", "dc_1", 2, Samples.NOW));
        PendingMessage handed = get(store.lease(1, MINUTE)).get(0);
        noted("completed", store.complete(List.of(handed.receipt())));
        String receipt = noted("received 2", store.receive(Samples.in("m2", "dc_1", 3, "text"), false))
                .receipt();
        noted("completed 2", store.complete(List.of(receipt)));
        noted("enqueued 2", store.enqueue(Samples.out("k2", "bob", "two")));
    }

    private record Crash(Path copy, Set<String> acknowledged) {}

    @Test
    void aCrashBeforeEachStepLosesAndRepeatsNothing() {
        List<Crash> crashes = new ArrayList<>();
        Path live = directory.resolve("live");
        boolean[] on = new boolean[1];
        Disk disk = new Watched() {
            @Override
            void step() throws IOException {
                if (on[0]) {
                    Path copy = directory.resolve("crash" + crashes.size());
                    Directories.copy(live, copy);
                    crashes.add(new Crash(copy, new TreeSet<>(acknowledged)));
                }
            }
        };
        try (WorkspaceStore store = WorkspaceStore.of(live, "alice", Samples.FAST, disk, Clock.systemUTC())) {
            store.open(Duration.ZERO);
            get(store.epoch("e1"));
            on[0] = true;
            work(store);
            on[0] = false;
        }
        assertThat(crashes).hasSizeGreaterThan(50);
        crashes.forEach(this::check);
    }

    private void check(Crash crash) {
        String when = crash.copy().getFileName() + " after " + crash.acknowledged();
        try (WorkspaceStore store = WorkspaceStore.of(crash.copy(), "alice", Samples.FAST)) {
            store.open(Duration.ZERO);
            checkSend(store, crash, "k1", "enqueued", "sent", when);
            checkSend(store, crash, "k2", "enqueued 2", "never", when);
            long taken = store.cursors().getOrDefault("dc_1", 0L);
            assertThat(taken)
                    .as(when)
                    .isGreaterThanOrEqualTo(
                            crash.acknowledged().contains("received 2")
                                    ? 3
                                    : crash.acknowledged().contains("received") ? 1 : 0);
            // the hub delivers what the cursor does not cover, an idempotent worker does what is handed out
            for (long seq : new long[] {1, 3}) {
                if (seq > taken) {
                    assertThat(get(store.receive(Samples.in(seq == 1 ? "m1" : "m2", "dc_1", seq, "text"), true))
                                    .taken())
                            .isTrue();
                }
            }
            List<String> handed = get(store.lease(9, MINUTE)).stream()
                    .map(p -> p.message().id())
                    .toList();
            checkHanded(crash, handed, "m1", "completed", "received 2", when);
            checkHanded(crash, handed, "m2", "completed 2", "enqueued 2", when);
            assertThat(store.history("dc_1", 9, null))
                    .as(when)
                    .extracting(Message::id)
                    .contains("m1", "m2")
                    .doesNotHaveDuplicates();
            assertThat(store.verify().problems()).as(when).isEmpty();
        }
    }

    private static void checkHanded(
            Crash crash, List<String> handed, String id, String completed, String next, String when) {
        if (crash.acknowledged().contains(completed) || crash.acknowledged().contains(next)) {
            assertThat(handed).as(when).doesNotContain(id);
        } else if (!crash.acknowledged().contains("received" + (id.equals("m2") ? " 2" : ""))) {
            assertThat(handed).as(when).containsOnlyOnce(id);
        }
    }

    private static void checkSend(
            MessageStore store, Crash crash, String id, String enqueued, String sent, String when) {
        boolean waits =
                store.outbox().stream().anyMatch(i -> id.equals(i.message().clientMsgId()));
        List<Message> all = new ArrayList<>(store.history("dc_1", 9, null));
        all.addAll(store.history(store.conversationWith("bob"), 9, null));
        all.addAll(store.history(ConversationFiles.direct("alice", "bob"), 9, null));
        boolean logged = all.stream().anyMatch(m -> id.equals(m.clientMsgId()));
        boolean accepted = all.stream().anyMatch(m -> id.equals(m.clientMsgId()) && m.status() == Status.SENT);
        if (crash.acknowledged().contains(sent)) {
            assertThat(waits).as(when).isFalse();
            assertThat(accepted).as(when).isTrue();
        } else if (crash.acknowledged().contains(enqueued)) {
            assertThat(waits || accepted).as(when).isTrue();
            assertThat(logged).as(when).isTrue();
        } else {
            assertThat(waits).as(when).isEqualTo(logged);
        }
    }

    @Test
    void aDiskThatFailsAtAnyStepAcknowledgesNothingItDidNotWrite() {
        for (int failing = 1; failing <= 60; failing++) {
            acknowledged.clear();
            failAt(directory.resolve("fail" + failing), failing, failing % 2 == 0);
        }
    }

    private void failAt(Path workspace, int failing, boolean once) {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        Disk disk = new Watched() {
            @Override
            void step() throws IOException {
                int now = left.decrementAndGet();
                if (once ? now == 0 : now <= 0) {
                    throw new IOException("No space left on device");
                }
            }
        };
        String when = "step " + failing;
        try (WorkspaceStore store = WorkspaceStore.of(workspace, "alice", Samples.FAST, disk, Clock.systemUTC())) {
            store.open(Duration.ZERO);
            left.set(failing);
            try {
                work(store);
            } catch (ClientException e) {
                assertThat(e.code()).isEqualTo("STORAGE_FULL");
            }
            assertThat(store.history("dc_1", 9, null)).as(when).isNotNull();
            left.set(Integer.MAX_VALUE);
            // there is room again: everything is offered again
            Set<String> before = new TreeSet<>(acknowledged);
            get(store.enqueue(Samples.out("k1", "bob", "one")));
            boolean again = !get(store.receive(Samples.in("m1", "dc_1", 1, "text"), true))
                    .duplicate();
            assertThat(again && before.contains("received")).as(when).isFalse();
            assertThat(get(store.receive(Samples.in("m2", "dc_1", 3, "text"), true))
                            .taken())
                    .as(when)
                    .isTrue();
            assertThat(store.history("dc_1", 9, null))
                    .as(when)
                    .extracting(Message::id)
                    .contains("m1", "m2");
            assertThat(store.verify().damagedLines()).as(when).isZero();
        } catch (UncheckedIOException e) {
            throw new AssertionError(when, e);
        }
    }
}
