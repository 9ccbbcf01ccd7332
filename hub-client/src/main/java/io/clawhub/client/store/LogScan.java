package io.clawhub.client.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.Status;

/** What the recovery needs of one conversation's log. The lines are offered newest first. */
final class LogScan {

    /**
     * A message of the log.
     *
     * @param revision the writing that makes the line count; 0 when another program wrote it
     * @param read whether the agent marked it as read
     */
    record Logged(Message message, long revision, boolean read) {}

    private final String conversationId;
    private final List<Logged> received = new ArrayList<>();
    private final List<Logged> sent = new ArrayList<>();
    private final Map<String, String> statuses = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private Message newest;
    private long read;
    private int lines;

    LogScan(String conversationId) {
        this.conversationId = conversationId;
    }

    int lines() {
        return lines;
    }

    /** The newest message, or null. */
    Message newest() {
        return newest;
    }

    long highestReceived() {
        return received.stream().mapToLong(Logged::revision).max().orElse(0);
    }

    long highestSent() {
        return sent.stream().mapToLong(Logged::revision).max().orElse(0);
    }

    void offer(ObjectNode line, String kind) {
        lines++;
        String record = Json.text(line, "r");
        if ("read".equals(record)) {
            read = Math.max(read, line.path("upto").asLong());
        } else if ("st".equals(record) && line.has("cmid")) {
            statuses.putIfAbsent(Json.text(line, "cmid"), Json.text(line, "status"));
        } else if ("msg".equals(record)) {
            message(
                    MessageJson.fromLine(line, conversationId, kind),
                    line.path("rv").asLong());
        }
    }

    private void message(Message message, long revision) {
        newest = newest == null ? message : newest;
        if (message.direction() == Direction.IN) {
            if (message.id() != null && seen.add(message.id())) {
                received.add(new Logged(message, revision, message.seq() > 0 && message.seq() <= read));
            }
        } else if (message.clientMsgId() != null && message.seq() == 0 && seen.add(message.clientMsgId())) {
            sent.add(new Logged(message, revision, false));
        }
    }

    /** Received messages that pass; the predicate is told how many newer ones there are. */
    List<Message> received(BiPredicate<Logged, Integer> which) {
        List<Message> found = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
            if (which.test(received.get(i), i)) {
                found.add(received.get(i).message());
            }
        }
        return found;
    }

    /** Own messages that the hub has not answered, or has refused, and that pass; oldest first. */
    List<Message> unanswered(Predicate<Logged> which) {
        List<Message> found = new ArrayList<>();
        for (int i = sent.size() - 1; i >= 0; i--) {
            Message message = sent.get(i).message();
            Status status = MessageJson.status(statuses.get(message.clientMsgId()), Status.QUEUED);
            boolean open = status == Status.QUEUED || status == Status.SENDING || status == Status.FAILED;
            if (open && which.test(sent.get(i))) {
                found.add(message.withStatus(status));
            }
        }
        return found;
    }
}
