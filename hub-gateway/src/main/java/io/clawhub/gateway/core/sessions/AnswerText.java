package io.clawhub.gateway.core.sessions;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.messages.Content;

/** What an agent has answered so far: its pieces put together, as far as an answer may grow. Guarded by its session. */
final class AnswerText {

    private final int max;
    private final StringBuilder text = new StringBuilder();
    private long seq;
    private boolean full;

    /** @param max UTF-16 units at most */
    AnswerText(int max) {
        this.max = max;
    }

    String whole() {
        return text.toString();
    }

    int length() {
        return text.length();
    }

    /** The number of the last piece. */
    long seq() {
        return seq;
    }

    /** Whether the agent has said more than fits. */
    boolean isFull() {
        return full;
    }

    /**
     * What a piece does to what is shown.
     *
     * @param event what readers are told, or null
     * @param isGap whether pieces before it are missing: it is passed over
     */
    record Taken(SessionEvent event, boolean isGap) {
        private static final Taken NOTHING = new Taken(null, false);
        private static final Taken GAP = new Taken(null, true);
    }

    /**
     * The next piece; repeats change nothing.
     *
     * @param runId the run, by the hub's id
     * @param messageId the id of the message that will end it, or null
     */
    Taken take(String runId, String messageId, RunMoved piece) {
        String said = piece.text() == null ? "" : piece.text();
        if (piece.seq() <= seq) {
            return Taken.NOTHING;
        }
        return switch (piece.step()) {
            case DELTA -> piece.firstSeq() == seq + 1 ? grow(runId, messageId, piece, said) : Taken.GAP;
            case REPLACE -> become(runId, messageId, piece, said);
            // Without a text it says only that the run goes on.
            case SNAPSHOT -> piece.text() == null ? Taken.NOTHING : become(runId, messageId, piece, said);
            case BEGIN, END, FAIL, PAUSE -> Taken.NOTHING;
        };
    }

    private Taken grow(String runId, String messageId, RunMoved piece, String said) {
        seq = piece.seq();
        if (piece.kind() != null && !piece.kind().equals("text")) {
            return new Taken(new SessionEvent.Noted(runId, seq, piece.kind(), said), false);
        }
        return add(runId, messageId, fitting(said, max - text.length()));
    }

    private Taken add(String runId, String messageId, String added) {
        int offset = text.length();
        text.append(added);
        return added.isEmpty()
                ? Taken.NOTHING
                : new Taken(new SessionEvent.Grown(runId, messageId, seq, offset, added), false);
    }

    private Taken become(String runId, String messageId, RunMoved piece, String said) {
        String whole = fitting(said, max);
        seq = piece.seq();
        String growth = growthTo(whole);
        if (growth == null) {
            set(whole);
            return new Taken(new SessionEvent.Replaced(runId, messageId, seq, whole), false);
        }
        if (!text.isEmpty() || piece.step() == RunStep.REPLACE || growth.isEmpty()) {
            return add(runId, messageId, growth);
        }
        // Its readers may have heard the beginning on another gateway.
        set(whole);
        return new Taken(new SessionEvent.Snapshot(runId, messageId, seq, whole), false);
    }

    private void set(String whole) {
        text.setLength(0);
        text.append(whole);
    }

    /** As much as there is room for. */
    private String fitting(String said, int room) {
        full |= said.length() > room;
        return Content.cut(said, room);
    }

    /** What readers lack of the whole answer, when its message comes; null: nothing. */
    SessionEvent rest(String runId, String answerId, String whole) {
        if (text.isEmpty()) {
            return new SessionEvent.Said(runId, answerId, whole);
        }
        String growth = growthTo(whole);
        if (growth == null) {
            return new SessionEvent.Replaced(runId, answerId, seq + 1, whole);
        }
        return growth.isEmpty() ? null : new SessionEvent.Grown(runId, answerId, seq + 1, text.length(), growth);
    }

    /** What the text would grow by to become this; null if it does not begin alike. */
    private String growthTo(String whole) {
        return whole.length() >= text.length() && whole.startsWith(text.toString())
                ? whole.substring(text.length())
                : null;
    }
}
