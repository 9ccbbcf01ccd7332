package io.clawhub.client.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes the older segments of the logs smaller, or removes them. The active files are left alone. For the I/O thread only. */
final class Maintenance {

    private final WorkspaceFiles files;
    private final Workspace workspace;

    Maintenance(WorkspaceFiles files, Workspace workspace) {
        this.files = files;
        this.workspace = workspace;
    }

    long compact() {
        try {
            long saved = 0;
            for (String conversation : files.logs().conversations()) {
                for (Path segment : older(conversation)) {
                    saved += compact(segment);
                }
            }
            return saved;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> older(String conversation) throws IOException {
        List<Path> segments = files.logs().segments(conversation);
        Path active = files.logs().active(conversation);
        return segments.stream().filter(segment -> !segment.equals(active)).toList();
    }

    /** Read from the end, a status comes before its message; the newest one is put into the message's line. */
    private long compact(Path segment) throws IOException {
        Map<String, ObjectNode> statuses = new HashMap<>();
        Deque<byte[]> kept = new ArrayDeque<>();
        try (LogReader reader = new LogReader(segment)) {
            for (ObjectNode line = reader.previous(); line != null; line = reader.previous()) {
                String cmid = Json.text(line, "cmid");
                boolean message = "msg".equals(Json.text(line, "r"));
                if ("st".equals(Json.text(line, "r")) && cmid != null) {
                    statuses.merge(cmid, line, Fold::merged);
                    continue;
                }
                ObjectNode status = message && cmid != null ? statuses.remove(cmid) : null;
                kept.addFirst(LogLine.write(status == null ? line : folded(line, status)));
            }
        }
        // What is left is about messages of earlier segments.
        statuses.values().forEach(status -> kept.addLast(LogLine.write(status)));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        kept.forEach(content::writeBytes);
        long saved = Files.size(segment) - content.size();
        if (saved > 0) {
            files.disk().replace(segment, content.toByteArray(), false);
        }
        return Math.max(0, saved);
    }

    private static ObjectNode folded(ObjectNode message, ObjectNode status) {
        for (String field : List.of("id", "seq", "status")) {
            if (status.hasNonNull(field)) {
                message.set(field, status.get(field));
            }
        }
        if (!message.has("ts") && status.has("ts") && status.has("seq")) {
            message.set("ts", status.get("ts"));
        }
        return message;
    }

    int retain(Instant oldest, long maxBytes) {
        try {
            int removed = 0;
            for (String conversation : files.logs().conversations()) {
                removed += retain(conversation, oldest, maxBytes);
            }
            return removed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int retain(String conversation, Instant oldest, long maxBytes) throws IOException {
        long total = 0;
        for (Path segment : files.logs().segments(conversation)) {
            total += Files.size(segment);
        }
        int removed = 0;
        for (Path segment : older(conversation)) {
            long size = Files.size(segment);
            boolean old = Files.getLastModifiedTime(segment).toInstant().isBefore(oldest);
            boolean much = maxBytes > 0 && total > maxBytes;
            if (!(old || much) || needed(segment)) {
                break; // never a hole in the middle
            }
            files.disk().delete(segment);
            total -= size;
            removed++;
        }
        return removed;
    }

    /** Whether something in it is not sent yet, or waits to be handled. */
    private boolean needed(Path segment) throws IOException {
        ClientState state = workspace.state();
        try (LogReader reader = new LogReader(segment)) {
            for (ObjectNode line = reader.previous(); line != null; line = reader.previous()) {
                String id = Json.text(line, "id");
                String cmid = Json.text(line, "cmid");
                if (id != null && state.pending.waits(id) || cmid != null && state.outbox.get(cmid) != null) {
                    return true;
                }
            }
        }
        return false;
    }
}
