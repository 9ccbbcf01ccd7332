package io.clawhub.load;

import java.util.HashSet;
import java.util.Set;

/** Watches one pair's sequence numbers, which start at 0 and should arrive once each, in order. */
final class SequenceCheck {

    private final Set<Long> skipped = new HashSet<>();
    private long next;
    private long received;
    private long duplicated;
    private long outOfOrder;

    /** Takes the next arrival; false for a number seen before. */
    boolean arrived(long seq) {
        if (seq >= next) {
            for (long missing = next; missing < seq; missing++) {
                skipped.add(missing);
            }
            next = seq + 1;
        } else if (skipped.remove(seq)) {
            outOfOrder++;
        } else {
            duplicated++;
            return false;
        }
        received++;
        return true;
    }

    /** Different messages that arrived. */
    long received() {
        return received;
    }

    /** Arrivals of messages that had arrived before. */
    long duplicated() {
        return duplicated;
    }

    /** Messages that arrived after a later one. */
    long outOfOrder() {
        return outOfOrder;
    }
}
