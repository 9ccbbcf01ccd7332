package io.clawhub.gateway.core.sessions;

/** Something that is not done too often. Guarded by its session. */
final class Pace {

    private final long everyMillis;
    private long doneMillis;

    Pace(long everyMillis) {
        this.everyMillis = everyMillis;
    }

    /** Whether it may be done now; then it counts as done. */
    boolean isDue(long nowMillis) {
        if (nowMillis - doneMillis < everyMillis) {
            return false;
        }
        doneMillis = nowMillis;
        return true;
    }
}
