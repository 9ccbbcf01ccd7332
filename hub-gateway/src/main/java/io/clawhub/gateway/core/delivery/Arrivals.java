package io.clawhub.gateway.core.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.clawhub.events.archive.LoggedMessage;

/** What was written to a connection, until it counts as delivered. Guarded by its gate. */
final class Arrivals {

    private final Deque<Written> written = new ArrayDeque<>();
    /** First and last live message per conversation that went out before the replay. */
    private final Map<String, Passed> passed = new HashMap<>();

    /** What a client said that it has read beyond messages that are owed. */
    private final Map<String, Long> readMeanwhile = new HashMap<>();

    private boolean replayComplete;
    /** Replayed messages that are queued but not yet on the socket, after live ones passed. */
    private int owed;

    private record Written(String conversationId, long seq, List<String> audience, long atMillis) {
        Written and(Written other) {
            return new Written(
                    conversationId,
                    Math.max(seq, other.seq),
                    Audience.union(audience, other.audience),
                    Math.max(atMillis, other.atMillis));
        }
    }

    private record Passed(long first, long last, List<String> audience) {}

    /** A live message goes out before the replay. It counts once that is complete: until then something is missing. */
    void pass(LoggedMessage logged) {
        passed.merge(
                logged.message().conversationId(),
                new Passed(logged.seq(), logged.seq(), Audience.of(logged.message())),
                (before, now) ->
                        new Passed(before.first(), now.last(), Audience.union(before.audience(), now.audience())));
    }

    /** Whether a replayed message went out live already, or will. */
    boolean hasPassed(LoggedMessage logged) {
        Passed live = passed.get(logged.message().conversationId());
        return live != null && logged.seq() >= live.first();
    }

    /** How far the client may have read; 0 while older messages than this are owed. */
    long readable(String conversationId, long seq) {
        Passed live = passed.get(conversationId);
        if (live == null || seq < live.first()) {
            return seq;
        }
        readMeanwhile.merge(conversationId, seq, Math::max);
        return 0;
    }

    /** What was kept back by {@link #readable}; nothing is owed any more. */
    Map<String, Long> takeReadMeanwhile() {
        Map<String, Long> read = Map.copyOf(readMeanwhile);
        readMeanwhile.clear();
        return read;
    }

    /** What passed is to be replayed again. */
    void forgetPassed() {
        passed.clear();
    }

    /** A replayed message goes out after live ones. */
    void owe() {
        owed++;
    }

    /** The replay is complete; some of it may still be on its way. */
    void completeReplay() {
        replayComplete = true;
        countPassed();
    }

    /** A message is on the socket. */
    void written(LoggedMessage logged) {
        count(logged.message().conversationId(), logged.seq(), Audience.of(logged.message()));
        if (owed > 0) {
            owed--;
            countPassed();
        }
    }

    /** Everything up to this seq has arrived. */
    void count(String conversationId, long seq, List<String> audience) {
        written.add(new Written(conversationId, seq, audience, System.currentTimeMillis()));
    }

    /** Reports everything counted before this time. */
    void mature(long beforeMillis, DeliveredCursors.Sink sink) {
        if (written.isEmpty()) {
            return;
        }
        Map<String, Written> arrived = new HashMap<>();
        while (!written.isEmpty() && written.peek().atMillis() <= beforeMillis) {
            Written head = written.remove();
            arrived.merge(head.conversationId(), head, Written::and);
        }
        arrived.values().forEach(last -> sink.advance(last.conversationId(), last.seq(), last.audience()));
    }

    void clear() {
        written.clear();
        passed.clear();
        readMeanwhile.clear();
    }

    /** What passed before the replay counts once all of the replay is on the socket: nothing is missing before it now. */
    private void countPassed() {
        if (replayComplete && owed == 0) {
            passed.forEach((conversationId, live) -> count(conversationId, live.last(), live.audience()));
            passed.clear();
        }
    }
}
