package io.clawhub.gateway.core.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.clawhub.events.archive.LoggedMessage;

/**
 * What an acknowledging client has been sent and not acknowledged: at most the window. Acknowledgements are cumulative in
 * a conversation, and never reach beyond what was sent in it. Guarded by its gate.
 */
final class Window {

    /** Cursors taken from a client; what it says beyond them is sent again, which it recognises. */
    private static final int MAX_CLAIMED = 4_096;

    private final Map<String, Sent> sent = new HashMap<>();
    /** Conversations in which live messages went out before older ones: acknowledgements move no cursor over the hole. */
    private final Map<String, Hole> holes = new HashMap<>();

    private Map<String, Long> claimed = Map.of();
    private int size;
    private int open;
    /** Waits for room. */
    private Runnable waiting;
    /** Begins another round of the replay. */
    private Runnable onLag = () -> {};
    /** Too much came in while the client was live and the window full: another round is needed. */
    private boolean lagging;

    /** The unacknowledged messages of a conversation. */
    private static final class Sent {
        /** Seq to whom to tell once it is acknowledged. */
        private final NavigableMap<Long, List<String>> seqs = new TreeMap<>();
    }

    /** A conversation whose older messages are owed. */
    private static final class Hole {
        /** The last message sent while they were owed. */
        private long last;

        private long acknowledged;
        /** Whether an older one was sent after it: only an acknowledgement beyond {@link #last} covers that one. */
        private boolean isFilledLate;

        /** Whom to tell of what was acknowledged meanwhile. */
        private List<String> audience = List.of();
    }

    Window(int size) {
        this.size = size;
    }

    /** From now on so many deliveries may be unacknowledged; those that are stay so. */
    void resize(int size) {
        this.size = size;
    }

    /** How far the client says it is: a replay need not bring that. It moves no cursor. */
    void claim(Map<String, Long> cursors) {
        if (cursors.size() <= MAX_CLAIMED) {
            claimed = Map.copyOf(cursors);
            return;
        }
        Map<String, Long> first = new HashMap<>();
        cursors.entrySet().stream().limit(MAX_CLAIMED).forEach(at -> first.put(at.getKey(), at.getValue()));
        claimed = first;
    }

    /** How many more deliveries there is room for. */
    int room() {
        return Math.max(0, size - open);
    }

    void onLag(Runnable begin) {
        onLag = begin;
    }

    void lag() {
        lagging = true;
    }

    /** Whether the round that a lag calls for begins now; {@link #nextToRun} is what begins it. */
    boolean endsLag() {
        return lagging && isRoomy();
    }

    /** Whether the callback has to wait for room; it replaces one that still waits. */
    boolean letsWait(Runnable callback) {
        if (isRoomy()) {
            return false;
        }
        waiting = callback;
        return true;
    }

    /** What can go on now, once; null when there is nothing or too little room. */
    Runnable nextToRun() {
        if (!isRoomy()) {
            return null;
        }
        Runnable next = lagging ? onLag : waiting;
        lagging = false;
        waiting = null;
        return next;
    }

    /** Whether there is enough room to be worth asking history for a page. */
    private boolean isRoomy() {
        return room() >= Math.max(1, size / 2);
    }

    /** Whether this message may be sent now. */
    boolean takes(LoggedMessage logged) {
        return room() > 0 || !counts(logged);
    }

    /** A message is on its way to the client. */
    void sent(LoggedMessage logged) {
        if (counts(logged)) {
            Sent of = sent.computeIfAbsent(logged.message().conversationId(), id -> new Sent());
            open += of.seqs.put(logged.seq(), Audience.of(logged.message())) == null ? 1 : 0;
        }
    }

    /** A live message is on its way while older ones are owed. */
    void sentBeforeReplay(LoggedMessage logged) {
        Hole hole = holes.computeIfAbsent(logged.message().conversationId(), id -> new Hole());
        hole.last = Math.max(hole.last, logged.seq());
    }

    /** A replayed message is on its way. */
    void replayed(LoggedMessage logged) {
        Hole hole = holes.get(logged.message().conversationId());
        if (hole != null && logged.seq() < hole.last) {
            hole.isFilledLate = true;
        }
    }

    /** Nothing is owed any more: where nothing was missing, what the client acknowledged meanwhile counts. */
    void replayComplete(DeliveredCursors.Sink sink) {
        holes.entrySet().removeIf(at -> {
            Hole hole = at.getValue();
            if (!hole.isFilledLate && hole.acknowledged > 0) {
                sink.advance(at.getKey(), hole.acknowledged, hole.audience);
            }
            return !hole.isFilledLate;
        });
    }

    /** The client has stored everything in the conversation up to this seq, or up to the last one it was sent. */
    void acknowledge(String conversationId, long seq, DeliveredCursors.Sink sink) {
        Sent of = sent.get(conversationId);
        Hole hole = holes.get(conversationId);
        if (of == null && hole == null) {
            // What the client says it has is no proof that it was ever sent it, or is a member there.
            return;
        }
        long last = Math.max(of == null ? 0 : of.seqs.lastKey(), hole == null ? 0 : hole.last);
        long upTo = Math.min(seq, last);
        // Null when nothing was left to acknowledge.
        List<String> audience = of == null ? null : remove(conversationId, of, upTo);
        if (hole != null && audience != null) {
            hole.audience = Audience.union(hole.audience, audience);
        }
        if (hole != null && upTo <= hole.last) {
            hole.acknowledged = Math.max(hole.acknowledged, upTo);
        } else if (audience != null) {
            holes.remove(conversationId);
            sink.advance(conversationId, upTo, hole == null ? audience : hole.audience);
        }
    }

    /** Adds what a replay need not bring: what was sent without a hole before it, and what the client said it has. */
    void addSentTo(Map<String, Long> upTo) {
        claimed.forEach((id, seq) -> upTo.merge(id, seq, Math::max));
        sent.forEach((id, of) -> {
            if (!holes.containsKey(id)) {
                upTo.merge(id, of.seqs.lastKey(), Math::max);
            }
        });
    }

    void clear() {
        sent.clear();
        holes.clear();
        claimed = Map.of();
        open = 0;
        waiting = null;
        lagging = false;
    }

    /** What the client acknowledged by a later one already takes no room when it is sent late. */
    private boolean counts(LoggedMessage logged) {
        Hole hole = holes.get(logged.message().conversationId());
        return hole == null || logged.seq() > hole.acknowledged;
    }

    /** Takes out what is acknowledged, and gives whom to tell; null if there was nothing. */
    private List<String> remove(String conversationId, Sent of, long upTo) {
        NavigableMap<Long, List<String>> acknowledged = of.seqs.headMap(upTo, true);
        if (acknowledged.isEmpty()) {
            return null;
        }
        List<String> audience =
                acknowledged.values().stream().flatMap(List::stream).distinct().toList();
        open -= acknowledged.size();
        acknowledged.clear();
        if (of.seqs.isEmpty()) {
            sent.remove(conversationId);
        }
        return audience;
    }
}
