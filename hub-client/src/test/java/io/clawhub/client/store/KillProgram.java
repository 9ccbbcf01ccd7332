package io.clawhub.client.store;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;

/**
 * An agent that receives, handles and sends without end, and says on its output what was promised to it: a hub delivers m1, m2, … after the
 * cursor, a worker completes what it is handed, a sender enqueues and is answered. It is there to be killed; see
 * {@link KillDriver}.
 */
final class KillProgram {

    private static final String CONV = "dc_kill";

    private final WorkspaceStore store;
    private final PrintStream out;
    /** How many changes may be under way: enough that they are written in groups. */
    private final Semaphore free = new Semaphore(32);

    private KillProgram(WorkspaceStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    public static void main(String[] arguments) {
        WorkspaceStore store = WorkspaceStore.of(Path.of(arguments[0]), "alice", KillDriver.SETTINGS);
        store.open(Duration.ofSeconds(60));
        new KillProgram(store, System.out).run(arguments[1]);
    }

    private void say(String what, String id) {
        synchronized (out) {
            out.println(what + " " + id);
            out.flush();
        }
    }

    private void run(String life) {
        say("READY", life);
        long seq = store.cursors().getOrDefault(CONV, 0L);
        for (MessageStore.OutboxItem item : store.outbox()) {
            answer(item.message().clientMsgId());
        }
        for (long n = 1; ; n++) {
            seq++;
            receive(seq, n % 3 == 0);
            send("k" + life + "-" + n);
            if (n % 4 == 0) {
                work();
            }
        }
    }

    private void receive(long seq, boolean direct) {
        free.acquireUninterruptibly();
        store.receive(Samples.in("m" + seq, CONV, seq, "text " + seq), !direct).whenComplete((received, error) -> {
            free.release();
            if (error != null) {
                say("ERROR", error.toString());
            } else if (received.taken()) {
                say("R", "m" + seq);
                if (received.receipt() != null) {
                    handle("m" + seq, received.receipt());
                }
            } else {
                say("ERROR", "not taken: m" + seq);
            }
        });
    }

    private void work() {
        for (PendingMessage message : store.lease(10, Duration.ofHours(1)).join()) {
            handle(message.message().id(), message.receipt());
        }
    }

    private void handle(String id, String receipt) {
        say("D", id);
        store.complete(List.of(receipt)).thenAccept(done -> say(done.get(0) ? "C" : "ERROR", id));
    }

    private void send(String key) {
        free.acquireUninterruptibly();
        store.enqueue(OutgoingMessage.in(CONV, "out " + key).withClientMsgId(key))
                .whenComplete((message, error) -> {
                    free.release();
                    say(error == null ? "E" : "ERROR", error == null ? key : error.toString());
                    if (error == null && key.hashCode() % 5 != 0) {
                        answer(key);
                    }
                });
    }

    /** As if the hub had taken it; own messages have no seq among the received ones here. */
    private void answer(String key) {
        say("T", key);
        store.sent(key, "msg_" + key, CONV, 0, Samples.NOW).thenRun(() -> say("S", key));
    }
}
