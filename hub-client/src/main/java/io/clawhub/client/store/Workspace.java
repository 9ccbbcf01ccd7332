package io.clawhub.client.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.StorageFull;
import io.clawhub.client.message.Message;

/**
 * An open workspace, as the I/O thread has it: carries out changes in memory, writes what they need in the order that a crash may
 * interrupt anywhere (logs, outbox, pending, state), and then tells the callers. When writing fails the memory is read from the disk
 * again, so that nothing counts that is not there.
 */
final class Workspace implements Journal {

    private final WorkspaceFiles files;
    private final ClientState state;
    private final IoThread io;
    private final LogWriter logs;
    private final Recover recover;
    private final int batchMax;
    private final Map<String, ByteArrayOutputStream> lines = new LinkedHashMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private volatile View view = View.EMPTY;
    private boolean broken;
    private Exception failure;

    Workspace(WorkspaceFiles files, String agentId, WorkspaceConfig config, java.time.Clock clock, IoThread io) {
        this.files = files;
        this.io = io;
        this.batchMax = config.durability() == WorkspaceConfig.Durability.ALWAYS ? 1 : 64;
        this.state = new ClientState(agentId, config.limits(), clock, this);
        state.clientId(config.clientId());
        this.logs = new LogWriter(
                files.disk(), files.logs(), io.appenders(), config.limits().segmentBytes(), this::beginning);
        this.recover = new Recover(files, state);
    }

    View view() {
        return view;
    }

    ClientState state() {
        return state;
    }

    LogWriter logs() {
        return logs;
    }

    /** Reads everything and repairs it; the caller has the lock. */
    MessageStore.Recovery open() throws IOException {
        MessageStore.Recovery recovery = recover.open();
        write(state.takeChanged());
        files.write(Changed.STATE, state, false);
        view = View.of(state);
        return recovery;
    }

    /** Writes everything and marks the shutdown clean. */
    void close() throws IOException {
        try {
            if (!broken) {
                files.write(Changed.OUTBOX, state, false);
                files.write(Changed.CONTACTS, state, false);
                files.write(Changed.STATE, state, true);
            }
        } finally {
            io.appenders().closeUnder(files.directory());
            io.seen().forget(files.directory());
        }
    }

    void run(List<Op<?>> ops) {
        List<Op<?>> batch = new ArrayList<>();
        for (Op<?> op : ops) {
            if (op.alone() || batch.size() >= batchMax) {
                commit(batch);
                batch.clear();
            }
            if (op.alone()) {
                alone(op, state);
            } else {
                batch.add(op);
            }
        }
        commit(batch);
    }

    /** Does work that changes nothing in memory. */
    static void alone(Op<?> op, ClientState state) {
        try {
            op.apply(state).run();
        } catch (RuntimeException e) {
            op.result().completeExceptionally(e);
        }
    }

    private record Done(Op<?> op, Runnable tell, Set<Changed> needs) {}

    private void commit(List<Op<?>> batch) {
        List<Done> done = new ArrayList<>(batch.size());
        try {
            if (broken) {
                reload();
            }
            Set<Changed> all = Changed.nothing();
            for (Op<?> op : batch) {
                try {
                    Runnable tell = op.apply(state);
                    done.add(new Done(op, tell, state.takeChanged()));
                    all.addAll(done.get(done.size() - 1).needs());
                } catch (UncheckedIOException e) {
                    throw e;
                } catch (RuntimeException e) {
                    op.result().completeExceptionally(e); // refused before anything was changed
                }
            }
            Changed failedAt = write(all);
            if (failedAt == null) {
                view = view.after(state, all);
                done.forEach(each -> each.tell().run());
            } else {
                done.forEach(each -> tell(each, failedAt));
            }
        } catch (IOException | RuntimeException e) {
            fail(batch, e);
        }
    }

    private void tell(Done done, Changed failedAt) {
        boolean written = done.needs().stream().allMatch(needed -> needed.compareTo(failedAt) < 0);
        if (written) {
            done.tell().run();
        } else {
            fail(List.of(done.op()), failure);
        }
    }

    private void fail(List<Op<?>> ops, Exception cause) {
        for (Op<?> op : ops) {
            if (!op.result().isDone()) {
                op.failed().accept(state);
                op.result()
                        .completeExceptionally(new StorageFull(
                                "could not write to " + files.directory() + ": " + cause.getMessage()
                                        + ". Make room; what was refused is not lost",
                                cause));
            }
        }
        state.takeChanged();
        lines.clear();
        broken = true;
    }

    /** Writes the buffered lines and these documents. Returns the first that could not be written, or null. */
    private Changed write(Set<Changed> all) {
        boolean dependent = false;
        Changed at = Changed.LOG;
        try {
            if (!lines.isEmpty()) {
                logs.append(lines);
            }
            for (Changed document : all) {
                at = document;
                if (document != Changed.LOG) {
                    files.write(document, state, false);
                    dependent = true;
                }
            }
            lines.clear();
            kinds.clear();
            return null;
        } catch (IOException e) {
            failure = e;
            if (!dependent) {
                logs.undo(e);
                at = Changed.LOG;
            }
            lines.clear();
            broken = true;
            return at;
        }
    }

    private void reload() throws IOException {
        io.appenders().closeUnder(files.directory());
        io.seen().forget(files.directory());
        recover.reload();
        broken = false;
        view = View.of(state);
    }

    // --- the logs, for the rules ---

    @Override
    public boolean has(String conversationId, String id) {
        try {
            return io.seen().has(files.logs(), conversationId, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void append(String conversationId, String kind, ObjectNode line) {
        try {
            lines.computeIfAbsent(conversationId, c -> new ByteArrayOutputStream())
                    .writeBytes(LogLine.write(line));
            io.seen().add(files.logs(), conversationId, line);
            if (kind != null) {
                kinds.put(conversationId, kind);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Message find(String conversationId, String clientMsgId) {
        try {
            return files.history().find(conversationId, clientMsgId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ObjectNode> beginning(String conversationId) {
        List<ObjectNode> first = new ArrayList<>();
        ObjectNode head = Json.object().put("r", "head").put("v", Document.VERSION);
        head.put("conversation_id", conversationId);
        Json.put(head, "type", kinds.get(conversationId));
        first.add(head);
        if (files.hasOlder(conversationId)) {
            Json.put(head, "type", files.history().kind(conversationId));
            for (Outbox.Entry entry : state.outbox.of(conversationId)) {
                if (!lines.containsKey(conversationId) || !inLines(conversationId, entry.id())) {
                    first.add(MessageJson.line(entry.message(state.agentId())));
                }
            }
        }
        return first;
    }

    private boolean inLines(String conversationId, String id) {
        return lines.get(conversationId)
                .toString(java.nio.charset.StandardCharsets.UTF_8)
                .contains("\"" + id + "\"");
    }
}
