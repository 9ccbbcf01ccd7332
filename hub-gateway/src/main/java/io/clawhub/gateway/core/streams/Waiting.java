package io.clawhub.gateway.core.streams;

import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

/**
 * Pieces of a run that wait to be told together: text or thoughts that grow, a whole text with what grows from it, or the
 * newest word of how far it is. What is put together never begins or ends within a character, since no piece does, and is no
 * longer than one piece may be. Guarded by its run.
 */
final class Waiting {

    /** So much text, UTF-16 units, does not wait. */
    static final int MERGE_UNITS = 512;

    /** In UTF-8 no longer than {@link Streams#MAX_PIECE}. */
    private static final int MAX_UNITS = Streams.MAX_PIECE / 3;

    private static final String TEXT = "text";
    private static final String THINK = "think";
    private static final String PROGRESS = "progress";

    private final StringBuilder text = new StringBuilder();
    private RunStep step;
    private String kind;

    /** Whether a piece can wait at all. Of tools each call and result counts by itself. */
    static boolean mayWait(MoveRun piece) {
        return piece.step() == RunStep.REPLACE || !kind(piece).startsWith("tool");
    }

    static boolean isText(MoveRun piece) {
        return kind(piece).equals(TEXT);
    }

    private static String kind(MoveRun piece) {
        return piece.kind() == null ? TEXT : piece.kind();
    }

    /** Pieces may wait that say nothing: readers count them all the same. */
    boolean isEmpty() {
        return step == null;
    }

    /** Whether this piece can be told together with what waits. */
    boolean takes(MoveRun piece) {
        if (isEmpty()) {
            return true;
        }
        if (piece.step() == RunStep.REPLACE) {
            return step == RunStep.REPLACE;
        }
        if (kind(piece).equals(PROGRESS)) {
            return PROGRESS.equals(kind);
        }
        return kind(piece).equals(kind) && text.length() + said(piece).length() <= MAX_UNITS;
    }

    /** One more, which it takes. */
    void add(MoveRun piece) {
        if (piece.step() == RunStep.REPLACE || kind(piece).equals(PROGRESS)) {
            text.setLength(0);
        }
        if (isEmpty() || piece.step() == RunStep.REPLACE) {
            step = piece.step();
            kind = piece.step() == RunStep.REPLACE ? TEXT : kind(piece);
        }
        text.append(said(piece));
    }

    /** Whether it has waited long enough for its length. A whole text is as long as it is, and the newest one replaces it. */
    boolean isLong() {
        return step == RunStep.DELTA && (TEXT.equals(kind) || THINK.equals(kind)) && text.length() >= MERGE_UNITS;
    }

    RunStep step() {
        return step;
    }

    /** Null: text. */
    String kind() {
        return TEXT.equals(kind) ? null : kind;
    }

    String text() {
        return text.toString();
    }

    void clear() {
        step = null;
        kind = null;
        text.setLength(0);
        if (text.capacity() > 2 * MERGE_UNITS) {
            text.trimToSize();
        }
    }

    private static String said(MoveRun piece) {
        return piece.text() == null ? "" : piece.text();
    }
}
