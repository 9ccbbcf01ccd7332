package io.clawhub.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.Status;

/**
 * Reads a workspace into memory and repairs what a crash or a damaged disk left. A document that cannot be read is put aside and
 * made again: contacts from the former copy or the logs, the outbox from sent lines without an answer, the state from nothing (the hub
 * sends everything again, and what the logs have is recognised), and the pending queue from the newest messages that were not marked as
 * read: better handled twice than never.
 *
 * <p>A line of the log names the writing of the outbox or state that makes it count ({@code rv}). A higher one than the document
 * has means that the crash came between the two: the item is added.
 */
final class Recover {

    /** How far back a line of the last commit can stand: a commit has 64 changes, few of them with more than one line. */
    private static final int TAIL = 256;

    /** When the pending queue is lost, so many messages are handled again. */
    private static final int REQUEUE_MAX = 1000;

    private final WorkspaceFiles files;
    private final ClientState state;
    private int torn;
    private int corrupt;
    private int requeued;
    private int resent;
    private final Set<Changed> lost = Changed.nothing();
    private final Set<Changed> changed = Changed.nothing();

    Recover(WorkspaceFiles files, ClientState state) {
        this.files = files;
        this.state = state;
    }

    /** The lock was just taken: whoever had it before is gone. */
    MessageStore.Recovery open() throws IOException {
        for (Changed document : List.of(Changed.OUTBOX, Changed.PENDING, Changed.STATE, Changed.CONTACTS)) {
            Document.refuseNewer(files.of(document).read(), files.of(document).file());
        }
        files.sweep();
        List<String> conversations = files.logs().conversations();
        boolean clean = readDocuments(!conversations.isEmpty()) && lost.isEmpty();
        int leased = state.pending.reclaim(clean);
        requeued += leased;
        if (leased > 0) {
            changed.add(Changed.PENDING);
        }
        if (!clean) {
            readLogs(conversations, true);
        }
        for (Changed document : List.of(Changed.OUTBOX, Changed.PENDING, Changed.CONTACTS)) {
            if (changed.contains(document) || !Files.exists(files.of(document).file())) {
                files.write(document, state, false);
            }
        }
        return new MessageStore.Recovery(torn, corrupt, requeued, resent);
    }

    /** A write failed: what the disk has counts. */
    void reload() throws IOException {
        List<String> conversations = files.logs().conversations();
        readDocuments(!conversations.isEmpty());
        readLogs(conversations, false);
    }

    private boolean readDocuments(boolean expected) throws IOException {
        lost.clear();
        changed.clear();
        boolean clean = true;
        for (Changed which : List.of(Changed.OUTBOX, Changed.PENDING, Changed.STATE, Changed.CONTACTS)) {
            Document document = files.of(which);
            Document.Found found = document.read();
            if (found.body() == null && (!found.missing() || expected)) {
                corrupt++;
                lost.add(which);
                changed.add(which);
                if (!found.missing()) {
                    files.disk().aside(document.file(), "corrupt");
                }
                found = document.readBackup();
                if (found.body() != null) {
                    lost.remove(which);
                }
            }
            clean &= accept(which, found.body() == null ? document.header(null) : found.body());
        }
        return clean;
    }

    /** Whether the last holder closed it, as far as this document says. */
    private boolean accept(Changed which, ObjectNode body) {
        switch (which) {
            case OUTBOX:
                state.outbox.read(body);
                return true;
            case PENDING:
                state.pending.read(body);
                return true;
            case CONTACTS:
                state.contacts.read(body);
                return true;
            default:
                return state.cursors.read(body);
        }
    }

    private void readLogs(List<String> conversations, boolean repair) throws IOException {
        List<Message> unsettled = new ArrayList<>();
        List<Message> unsent = new ArrayList<>();
        Set<String> parked = new HashSet<>();
        for (String conversation : conversations) {
            if (repair) {
                repair(files.logs().active(conversation));
            }
            readLog(conversation, unsettled, unsent, parked);
        }
        unsettled.sort(Comparator.comparing(Message::ts, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Fold.ORDER));
        int from = lost.contains(Changed.PENDING) ? Math.max(0, unsettled.size() - REQUEUE_MAX) : 0;
        for (Message message : unsettled.subList(from, unsettled.size())) {
            state.pending.add(message, state.now());
            changed.add(Changed.PENDING);
            requeued++;
        }
        unsent.sort(Comparator.comparing(Message::localTs, Comparator.nullsFirst(Comparator.naturalOrder())));
        for (Message message : unsent) {
            boolean refused = parked.contains(message.clientMsgId());
            MessageStore.OutboxItem item = new MessageStore.OutboxItem(
                    message.conversationId(), MessageJson.outgoing(message), refused, 0, null);
            state.outbox.put(new Outbox.Entry(item, message.localTs(), null));
            changed.add(Changed.OUTBOX);
            resent++;
        }
    }

    private void repair(Path file) throws IOException {
        if (Files.exists(file)) {
            try (FileChannel channel = files.disk().open(file)) {
                if (LogTail.repair(files.disk(), channel, file)) {
                    torn++;
                }
            }
        }
    }

    private void readLog(String conversation, List<Message> unsettled, List<Message> unsent, Set<String> parked)
            throws IOException {
        List<Path> segments = files.logs().segments(conversation);
        LogScan scan = new LogScan(conversation);
        int max = lost.contains(Changed.OUTBOX) ? Integer.MAX_VALUE : lost.isEmpty() ? TAIL : REQUEUE_MAX + TAIL;
        boolean more = true;
        for (int i = segments.size() - 1; more && i >= 0; i--) {
            String kind = Json.text(LogReader.head(segments.get(i)), "type");
            try (LogReader reader = new LogReader(segments.get(i))) {
                ObjectNode line = reader.previous();
                while (line != null && scan.lines() < max) {
                    scan.offer(line, kind);
                    line = reader.previous();
                }
                corrupt += reader.damaged();
                more = line == null;
            }
        }
        if (lost.contains(Changed.CONTACTS) && scan.newest() != null) {
            meet(scan.newest());
        }
        if (lost.contains(Changed.STATE)) {
            state.cursors.atLeast(scan.highestReceived());
        }
        if (lost.contains(Changed.OUTBOX)) {
            state.outbox.atLeast(scan.highestSent());
        }
        unsettled.addAll(scan.received(this::unsettled));
        for (Message message : scan.unanswered(this::unsent)) {
            unsent.add(message);
            if (message.status() == Status.FAILED) {
                parked.add(message.clientMsgId());
            }
        }
    }

    private boolean unsettled(LogScan.Logged logged, int newestFirst) {
        if (state.pending.knows(logged.message().id())) {
            return false;
        }
        if (lost.contains(Changed.PENDING)) {
            return !logged.read();
        }
        if (lost.contains(Changed.STATE)) {
            return newestFirst < 64;
        }
        long seq = logged.message().seq();
        long taken = state.cursors.of(logged.message().conversationId());
        return logged.revision() > 0 ? logged.revision() > state.cursors.revision() : seq > taken;
    }

    private boolean unsent(LogScan.Logged logged) {
        boolean noted = state.outbox.get(logged.message().clientMsgId()) != null;
        return !noted && (lost.contains(Changed.OUTBOX) || logged.revision() > state.outbox.revision());
    }

    private void meet(Message message) {
        String other = message.direction() == Direction.OUT ? message.to() : message.from();
        if (other != null && !other.equals(state.agentId())) {
            boolean direct = "direct".equals(message.conversationKind())
                    && !ConversationFiles.direct(state.agentId(), other).equals(message.conversationId());
            state.contacts.met(other, direct ? message.conversationId() : null, null, state.now());
            changed.add(Changed.CONTACTS);
        }
    }
}
