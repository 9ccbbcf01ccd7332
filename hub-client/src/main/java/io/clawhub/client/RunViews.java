package io.clawhub.client;

import java.util.LinkedHashMap;
import java.util.Map;

import io.clawhub.client.RunUpdate.State;
import io.clawhub.client.message.Message;
import io.clawhub.client.wire.WireEvent.Streamed;

/**
 * Pieces of replies, put together. After a hole what is there stays as it is until the hub tells the whole, or the message comes.
 * Bounded: the reply that was silent longest gives way to a new one. Not safe for use by several threads at once.
 */
final class RunViews {

    /** Replies that are followed at a time. */
    static final int MAX_RUNS = 256;
    /** Longest text that is followed, UTF-16 units: as much as the hub shows. */
    static final int MAX_TEXT = 1 << 20;

    private static final String TEXT = "text";

    private final Map<Key, View> views = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, View> eldest) {
            return size() > MAX_RUNS;
        }
    };

    private record Key(String from, String runId) {}

    /** One reply: its text, complete up to the piece {@code seq} unless there is a hole behind it. */
    private static final class View {
        private final StringBuilder text = new StringBuilder();
        private long seq;
        private String messageId;
        private boolean hole;

        View(long seq) {
            this.seq = seq;
        }

        void set(String whole, long upTo) {
            text.setLength(0);
            text.append(whole);
            seq = upTo;
            hole = false;
        }
    }

    /** What a piece changes, or null. */
    RunUpdate take(Streamed piece) {
        String said = piece.text() == null ? "" : piece.text();
        return switch (piece.operation()) {
            case "begin" -> begin(piece);
            case "delta" -> delta(piece, said);
            case "replace", "snapshot" -> whole(piece, said);
            case "pause" -> pause(piece);
            case "end", "fail" -> end(piece);
            default -> null; // of a later version
        };
    }

    /** The message that ends a reply; null if it ends none that is followed. */
    RunUpdate take(Message message) {
        Key key = message.runId() != null ? new Key(message.from(), message.runId()) : endedBy(message);
        return key == null || views.remove(key) == null
                ? null
                : new RunUpdate(
                        key.runId(), message.conversationId(), message.from(), State.ENDED, TEXT, null, message.text());
    }

    /** An author who came back for the end only says it as a message like any other. */
    private Key endedBy(Message message) {
        for (Map.Entry<Key, View> view : views.entrySet()) {
            if (view.getKey().from().equals(message.from()) && message.id().equals(view.getValue().messageId)) {
                return view.getKey();
            }
        }
        return null;
    }

    void clear() {
        views.clear();
    }

    private RunUpdate begin(Streamed piece) {
        boolean known = of(piece) != null;
        if (!known) {
            views.put(key(piece), new View(piece.seq()));
        }
        return update(piece, known ? State.GROWING : State.BEGUN, TEXT, "");
    }

    private RunUpdate delta(Streamed piece, String said) {
        View view = of(piece);
        State state = State.GROWING;
        if (view == null) {
            state = State.BEGUN;
            view = new View(piece.firstSeq() == 1 ? 0 : -1);
            views.put(key(piece), view);
        } else if (piece.seq() <= view.seq) {
            return null;
        }
        view.hole |= piece.firstSeq() != view.seq + 1;
        if (!view.hole) {
            view.seq = piece.seq();
        }
        if (piece.kind() != null && !TEXT.equals(piece.kind())) {
            return update(piece, state, piece.kind(), said);
        }
        view.hole |= view.text.length() + said.length() > MAX_TEXT;
        if (view.hole) {
            return state == State.BEGUN ? update(piece, state, TEXT, "") : null;
        }
        view.text.append(said);
        return update(piece, state, TEXT, said);
    }

    private RunUpdate whole(Streamed piece, String said) {
        View view = of(piece);
        State state = view == null ? State.BEGUN : State.GROWING;
        if (view != null && (piece.seq() < view.seq || piece.seq() == view.seq && !view.hole)
                || said.length() > MAX_TEXT) {
            return null;
        }
        if (view == null) {
            view = new View(0);
            views.put(key(piece), view);
        }
        view.set(said, piece.seq());
        return update(piece, state, TEXT, null);
    }

    /** A pause that comes late, when its author has gone on by another connection, is none. */
    private RunUpdate pause(Streamed piece) {
        View view = of(piece);
        return view == null || piece.seq() < view.seq ? null : update(piece, State.PAUSED, TEXT, "");
    }

    private RunUpdate end(Streamed piece) {
        RunUpdate update = of(piece) == null ? null : update(piece, State.ENDED, TEXT, "");
        views.remove(key(piece));
        return update;
    }

    private RunUpdate update(Streamed piece, State state, String kind, String delta) {
        View view = of(piece);
        if (piece.messageId() != null) {
            view.messageId = piece.messageId();
        }
        return new RunUpdate(
                piece.runId(), piece.conversationId(), piece.from(), state, kind, delta, view.text.toString());
    }

    private View of(Streamed piece) {
        return views.get(key(piece));
    }

    private static Key key(Streamed piece) {
        return new Key(piece.from(), piece.runId());
    }
}
