package io.clawhub.gateway.protocol.channel;

import io.clawhub.gateway.core.sessions.SessionEvent.Grown;

/** What a run grew by while its reader was behind, as one piece. Guarded by its owner. */
final class KeptPieces {

    /** Characters kept; beyond it they go to the reader's queue, which is bounded, alone and with others. */
    private static final int MAX = 32 * 1024;

    private final StringBuilder text = new StringBuilder();
    private Grown first;
    private Grown last;

    boolean isEmpty() {
        return last == null;
    }

    /** Whether this piece goes on where they end. */
    boolean areOf(String runId) {
        return last != null && last.runId().equals(runId);
    }

    /** One more, of the same run. False: there should be no more of them. */
    boolean add(Grown piece) {
        first = first == null ? piece : first;
        last = piece;
        text.append(piece.text());
        return text.length() <= MAX;
    }

    /** All of them, and none is kept any longer. */
    Grown take() {
        Grown all = new Grown(last.runId(), last.messageId(), last.seq(), first.offset(), text.toString());
        forget();
        return all;
    }

    void forget() {
        first = null;
        last = null;
        text.setLength(0);
    }
}
