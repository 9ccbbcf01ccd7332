package io.clawhub.client.store;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.Status;

/**
 * Makes messages of log lines. The lines are offered newest first, since statuses and edits come after the message they are about
 * and only the newest of them counts.
 */
final class Fold {

    /** Messages that arrived late stand behind newer ones; so many more are read to find them. */
    static final int SLACK = 64;

    private final String conversationId;
    private final long limit;
    private final Map<String, ObjectNode> statuses = new HashMap<>();
    private final Map<String, ObjectNode> edits = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<Message> newestFirst = new ArrayDeque<>();
    private String before;
    private Message end;
    private long delivered;
    private long read;

    /** @param before where to end, or null; until it is found only the newest {@code limit} stay */
    Fold(String conversationId, int limit, String before) {
        this.conversationId = conversationId;
        this.limit = limit;
        this.before = before;
    }

    /** Takes a line. False when no more are needed. */
    boolean offer(ObjectNode line, String kind) {
        String record = Json.text(line, "r");
        if ("msg".equals(record)) {
            message(MessageJson.fromLine(line, conversationId, kind));
        } else if ("st".equals(record)) {
            status(line);
        } else if ("edit".equals(record) && Json.text(line, "id") != null) {
            edits.putIfAbsent(Json.text(line, "id"), line);
        }
        return before != null || newestFirst.size() < limit + SLACK;
    }

    private void status(ObjectNode line) {
        if (line.has("upto")) {
            long upTo = line.path("upto").asLong();
            delivered = Math.max(delivered, upTo);
            if (Status.READ.wireName().equals(Json.text(line, "status"))) {
                read = Math.max(read, upTo);
            }
        } else if (line.has("cmid")) {
            statuses.merge(line.get("cmid").asText(), line, Fold::merged);
        }
    }

    /** The newer line, with what only the older one says: the id and seq are said once. */
    static ObjectNode merged(ObjectNode newer, ObjectNode older) {
        ObjectNode both = older.deepCopy();
        both.setAll(newer);
        return both;
    }

    private void message(Message logged) {
        String key = logged.clientMsgId() != null && logged.direction() == Direction.OUT
                ? logged.clientMsgId()
                : logged.id();
        if (key == null || !seen.add(key)) {
            return;
        }
        Message message = complete(logged, statuses.remove(logged.clientMsgId()), edits.remove(logged.id()));
        if (before != null && newestFirst.size() >= limit + SLACK) {
            seen.remove(key(newestFirst.removeFirst()));
        }
        newestFirst.addLast(message);
        if (before != null && (before.equals(message.id()) || before.equals(message.clientMsgId()))) {
            before = null;
            found(message);
        }
    }

    private static String key(Message message) {
        return message.direction() == Direction.OUT && message.clientMsgId() != null
                ? message.clientMsgId()
                : message.id();
    }

    /** For the logs that the conversation had under a former id: what was delivered or read is said in the present ones. */
    Fold next(int most) {
        Fold next = new Fold(conversationId, most, null);
        next.delivered = delivered;
        next.read = read;
        return next;
    }

    /** The message that {@code before} names, if it was found. */
    Message end() {
        return end;
    }

    private void found(Message last) {
        end = last;
        newestFirst.removeIf(other -> ORDER.compare(other, last) >= 0);
    }

    private Message complete(Message m, ObjectNode status, ObjectNode edit) {
        long seq = status != null && status.path("seq").asLong() > 0
                ? status.path("seq").asLong()
                : m.seq();
        String id = status != null && Json.text(status, "id") != null ? Json.text(status, "id") : m.id();
        Instant ts = status != null && seq > 0 && m.ts() == null ? Json.instant(status, "ts") : m.ts();
        Status said = m.status();
        if (m.direction() == Direction.OUT) {
            said = status == null ? said : MessageJson.status(Json.text(status, "status"), said);
            said = seq > 0 && said == Status.QUEUED ? Status.SENT : said;
            if (seq > 0 && (said == Status.SENT || said == Status.DELIVERED)) {
                said = seq <= read ? Status.READ : seq <= delivered ? Status.DELIVERED : said;
            }
        }
        Message placed = m.at(id, m.conversationId(), seq, ts, said);
        return edit == null ? placed : placed.withText(Json.text(edit, "text"));
    }

    /** Those that are wanted, oldest first. */
    List<Message> messages() {
        if (before != null) {
            return List.of();
        }
        return newest(new ArrayList<>(newestFirst), limit);
    }

    /** By seq; those without one last, in the order of arrival. */
    static final Comparator<Message> ORDER = Comparator.comparingLong(m -> m.seq() > 0 ? m.seq() : Long.MAX_VALUE);

    private static List<Message> newest(List<Message> newestFirst, long limit) {
        java.util.Collections.reverse(newestFirst);
        newestFirst.sort(ORDER);
        return List.copyOf(newestFirst.subList((int) Math.max(0, newestFirst.size() - limit), newestFirst.size()));
    }
}
