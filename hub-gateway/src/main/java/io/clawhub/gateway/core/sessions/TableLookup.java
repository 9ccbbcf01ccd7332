package io.clawhub.gateway.core.sessions;

import java.util.ArrayList;
import java.util.List;

import io.clawhub.gateway.core.Push;

/** What a session is told before the table has told what runs in it. Guarded by the session. */
final class TableLookup {

    /** What is beyond comes with a snapshot, or is in the log for who looks there. */
    private static final int MAX_PUSHES = 1_000;
    /** UTF-16 units of pieces. */
    private static final int MAX_UNITS = 256 * 1024;

    private List<Push> early = new ArrayList<>();
    private int units;
    private boolean pending = true;
    private boolean begun;

    /** Whether the table has not answered yet. */
    boolean isPending() {
        return pending;
    }

    /** Keeps what comes meanwhile, as far as there is room. */
    void add(Push push) {
        int more = push instanceof Push.RunSeen seen && seen.piece().text() != null
                ? seen.piece().text().length()
                : 0;
        if (early.size() < MAX_PUSHES && units + more <= MAX_UNITS) {
            early.add(push);
            units += more;
        }
    }

    /** Another lookup begins, and first of all this is kept. False if the table was looked up for this already. */
    boolean begin(Push first) {
        if (begun) {
            return false;
        }
        begun = true;
        pending = true;
        add(first);
        return true;
    }

    /** The table has answered. What came meanwhile, in order. */
    List<Push> done() {
        List<Push> waiting = early;
        early = new ArrayList<>();
        units = 0;
        pending = false;
        return waiting;
    }

    /** What was looked up is dealt with: the next is another one. */
    void forget() {
        begun &= pending;
    }
}
