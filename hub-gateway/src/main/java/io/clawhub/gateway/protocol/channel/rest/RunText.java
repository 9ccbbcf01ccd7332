package io.clawhub.gateway.protocol.channel.rest;

import io.clawhub.gateway.core.sessions.SessionEvent;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Grown;
import io.clawhub.gateway.core.sessions.SessionEvent.Noted;
import io.clawhub.gateway.core.sessions.SessionEvent.Replaced;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;
import io.clawhub.gateway.core.sessions.SessionReader;

/**
 * What one run of a session has come to, kept for a client until it takes it; what it grew by meanwhile is merged. Other runs of
 * the session are passed over. Safe for any thread.
 */
final class RunText implements SessionReader {

    /** Characters kept for a client that is behind: as much as an answer has. */
    static final int MAX_KEPT = 1024 * 1024;

    private final String runId;
    private final Runnable wake;
    private final StringBuilder kept = new StringBuilder();
    private boolean woken;
    private boolean shown;
    private boolean replaced;
    private boolean overflowing;
    private Ended ended;

    /**
     * Reads a run.
     *
     * @param wake called when there is something to take, on any thread and under the session's lock, once until it is taken
     */
    RunText(String runId, Runnable wake) {
        this.runId = runId;
        this.wake = wake;
    }

    /**
     * What there is.
     *
     * @param text what the answer grew by
     * @param ended how the run ended, or null; then nothing more comes
     * @param isTooMuch whether more came than is kept: what is missing is lost to this client
     */
    record Taken(String text, Ended ended, boolean isTooMuch) {}

    @Override
    public void on(SessionEvent event) {
        if (event.runId().equals(runId) && take(event)) {
            wake.run();
        }
    }

    /** Whether its client is to be woken. */
    private synchronized boolean take(SessionEvent event) {
        boolean isNews =
                switch (event) {
                    case Grown grown -> grown(grown.text());
                    case Ended end -> end(end);
                    case Replaced other -> replaced();
                    // It is read from before its question on: one comes only where the first pieces are missing.
                    case Snapshot snapshot -> !shown && grown(snapshot.text());
                    // What it does is not shown, and its end tells the whole.
                    case Noted noted -> false;
                    case Asked asked -> false;
                    case Said said -> false;
                };
        if (!isNews || woken) {
            return false;
        }
        woken = true;
        return true;
    }

    private boolean grown(String text) {
        if (replaced) {
            return false;
        }
        shown = true;
        overflowing |= kept.length() + text.length() > MAX_KEPT;
        if (!overflowing) {
            kept.append(text);
        }
        return true;
    }

    /** What was given cannot be taken back: the whole comes in the end. */
    private boolean replaced() {
        replaced = true;
        kept.setLength(0);
        return false;
    }

    private boolean end(Ended end) {
        ended = end;
        if (replaced || !shown) {
            kept.append(end.text());
        }
        return true;
    }

    /** Takes what there is. */
    synchronized Taken take() {
        woken = false;
        Taken taken = new Taken(kept.toString(), ended, overflowing);
        kept.setLength(0);
        return taken;
    }
}
