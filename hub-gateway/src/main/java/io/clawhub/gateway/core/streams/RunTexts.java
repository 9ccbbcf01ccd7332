package io.clawhub.gateway.core.streams;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much text the runs of this gateway may keep.
 *
 * @param maxOfRun text of one run, UTF-16 units: beyond it nothing more of it is shown
 * @param maxOfAll text of all runs together: beyond it a run that needs more keeps none
 * @param kept what they keep now
 */
record RunTexts(int maxOfRun, long maxOfAll, AtomicLong kept) {

    RunTexts(int maxOfRun, long maxOfAll) {
        this(maxOfRun, maxOfAll, new AtomicLong());
    }

    /** Takes room for so much; false, and none is taken, if there is not enough. */
    boolean take(int units) {
        if (kept.addAndGet(units) <= maxOfAll) {
            return true;
        }
        kept.addAndGet(-units);
        return false;
    }

    /** Gives room back. */
    void give(int units) {
        kept.addAndGet(-units);
    }
}
