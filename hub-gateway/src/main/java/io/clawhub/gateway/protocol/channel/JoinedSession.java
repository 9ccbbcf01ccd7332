package io.clawhub.gateway.protocol.channel;

import java.util.ArrayDeque;
import java.util.Deque;

import io.clawhub.gateway.core.sessions.Outcome;
import io.clawhub.gateway.core.sessions.SessionEvent;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Grown;
import io.clawhub.gateway.core.sessions.SessionEvent.Noted;
import io.clawhub.gateway.core.sessions.SessionEvent.Replaced;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.SessionReader;
import io.clawhub.gateway.protocol.channel.ChannelFrame.Resume;

/**
 * A session on one connection: what happens there becomes this client's frames. A turn is given as {@code stream} frames or as
 * a {@code message}, never both, and exactly one frame with {@code done:true} ends it.
 */
final class JoinedSession implements SessionReader {

    /** Turns that never began and whose ends wait: more than a session's queue holds. */
    private static final int MAX_HELD = 32;

    private final SessionKey key;
    private final SessionFrames frames;
    private final Outlet outlet;
    private final boolean messageDone;
    private final Runnable flush = this::flush;
    /** Runs that this client asked for: nobody hears what it asked itself. */
    private final RecentRuns own = new RecentRuns();
    /** Those whose answers it wants whole. */
    private final RecentRuns whole = new RecentRuns();
    /** Runs that it has heard of and that are not over. A question may be put while another one's run is under way. */
    private final RecentRuns heard = new RecentRuns();

    /** Own questions that wait for an agent that is away: their answers are other turns. */
    private final RecentRuns away = new RecentRuns();

    private final KeptPieces kept = new KeptPieces();
    /** Version 1: ends of own runs that never began, to be told after the turn that is open. */
    private final Deque<Ended> held = new ArrayDeque<>();
    /** The run whose turn is open: it has begun, as far as this client was told. */
    private String turn;
    /** Whether something of its answer was told. */
    private boolean isShown;

    private Said said;
    /** The run that was shown and is now something else, which version 1 cannot say. */
    private String replacedRun;
    /** Version 2: where this client is to go on, until it has. */
    private Resume resume;
    /** It was told to look into history instead; if the run is heard of after all, it gets all of it. */
    private boolean isGivenUp;

    private boolean followed;

    JoinedSession(SessionKey key, SessionFrames frames, Outlet outlet, boolean messageDone) {
        this.key = key;
        this.frames = frames;
        this.outlet = outlet;
        this.messageDone = messageDone;
    }

    SessionKey key() {
        return key;
    }

    SessionFrames frames() {
        return frames;
    }

    /** Whether the core knows that this client reads. Used on the connection's event loop only. */
    boolean isFollowed() {
        return followed;
    }

    void followed(boolean isFollowed) {
        followed = isFollowed;
    }

    /** This client asks for this run. */
    synchronized void asks(String runId, boolean wantsWhole) {
        own.add(runId);
        if (wantsWhole) {
            whole.add(runId);
        }
    }

    /** Version 2: this client goes on from here, or from nowhere if null. It is told whether it can: at the latest by {@link #giveUp}. */
    synchronized void resumes(Resume from) {
        resume = from;
        isGivenUp = false;
    }

    /** By now a run that goes on would have been heard of: this client's is over, or was never known. */
    synchronized void giveUp(Resume from) {
        if (resume != null && resume == from && !isGivenUp) {
            isGivenUp = true;
            outlet.write(frames.notRecovered(resume.runId()));
        }
    }

    /** The question of this own run is durable: it was put to the agent, or waits. The log may have told more already. */
    synchronized void taken(String runId, boolean waits) {
        if (heard.contains(runId) || !own.contains(runId)) {
            return;
        }
        if (!waits) {
            heard.add(runId);
            turn = isShown ? turn : runId;
        } else if (frames.isExtended()) {
            outlet.write(frames.status(runId, "queued"));
        }
    }

    /** The core was asked to stop a run, the one that runs if null. Version 2 is told what comes of it. */
    synchronized void cancelled(String runId, boolean stopped) {
        if (frames.isExtended()) {
            outlet.write(frames.status(runId != null ? runId : turn, stopped ? "cancelling" : "idle"));
        }
    }

    /** The agent of an own question is away, and the client was told so: that was its turn. */
    synchronized void left(String runId) {
        away.add(runId);
        if (runId.equals(turn)) {
            over();
        }
    }

    @Override
    public synchronized void on(SessionEvent event) {
        switch (event) {
            case Asked asked -> asked(asked);
            case Grown grown -> grown(grown);
            case Snapshot snapshot -> snapshot(snapshot);
            case Replaced replaced -> replaced(replaced);
            // Only the event stream shows what an agent thinks and does.
            case Noted noted -> {}
            case Said answer -> said(answer);
            case Ended ended -> ended(ended);
        }
    }

    private void asked(Asked asked) {
        heard.add(asked.runId());
        boolean isOwn = own.contains(asked.runId());
        boolean begins = !away.contains(asked.runId());
        // On version 1 a turn that another client began is none until something of it is shown.
        if (begins && !isShown && (isOwn || frames.isExtended())) {
            turn = asked.runId();
        }
        if (frames.isExtended()) {
            if (!isOwn) {
                outlet.write(frames.userMessage(asked.runId(), asked.messageId(), asked.text(), asked.metadata()));
            }
            if (begins) {
                outlet.write(frames.status(asked.runId(), "running"));
            }
        }
    }

    /** Runs do not interleave: what an agent says is the turn that is open. */
    private void shows(String runId) {
        heard.add(runId);
        turn = runId;
        isShown = true;
    }

    private void grown(Grown grown) {
        shows(grown.runId());
        if (whole.contains(grown.runId()) || grown.runId().equals(replacedRun)) {
            return;
        }
        if (isResumed(grown.runId()) && grown.offset() == 0) {
            // Another gateway said how it stands.
            show(grown.runId(), grown.messageId(), grown.seq(), grown.text());
            return;
        }
        if (!kept.isEmpty() && !kept.areOf(grown.runId())) {
            flush();
        }
        if (!kept.isEmpty() || outlet.shouldKeep(flush)) {
            if (!kept.add(grown)) {
                flush();
            }
        } else {
            write(grown);
        }
    }

    private void write(Grown grown) {
        outlet.write(frames.grown(grown.runId(), grown.messageId(), grown.seq(), grown.offset(), grown.text()));
    }

    /** What was kept goes out as one. */
    private synchronized void flush() {
        if (!kept.isEmpty()) {
            write(kept.take());
        }
    }

    private void snapshot(Snapshot now) {
        shows(now.runId());
        if (whole.contains(now.runId())) {
            return;
        }
        if (!frames.isExtended()) {
            if (!now.text().isEmpty()) {
                outlet.write(frames.grown(now.runId(), now.messageId(), now.seq(), 0, now.text()));
            }
            return;
        }
        show(now.runId(), now.messageId(), now.seq(), now.text());
    }

    /** The whole of a run as it stands, or that the client has all of it already. */
    private void show(String runId, String messageId, long seq, String text) {
        flush();
        if (isResumed(runId) && resume.seq() == seq && !isGivenUp) {
            outlet.write(frames.goesOn(runId, seq));
        } else {
            if (!isResumed(runId)) {
                // Another one is under way: the client's is over.
                giveUp(resume);
            }
            outlet.write(frames.snapshot(runId, messageId, seq, text, true));
        }
        resume = null;
    }

    private boolean isResumed(String runId) {
        return resume != null && resume.runId().equals(runId);
    }

    private void replaced(Replaced now) {
        shows(now.runId());
        if (whole.contains(now.runId())) {
            return;
        }
        kept.forget();
        if (frames.isExtended()) {
            show(now.runId(), now.messageId(), now.seq(), now.text());
        } else {
            replacedRun = now.runId();
        }
    }

    private void said(Said answer) {
        shows(answer.runId());
        said = answer;
    }

    private void ended(Ended ended) {
        String runId = ended.runId();
        if (isResumed(runId)) {
            giveUp(resume);
            resume = null;
        }
        boolean isHeard = heard.remove(runId);
        if (!isHeard && !own.contains(runId)) {
            // Taken back while it waited: this client never heard of it.
            return;
        }
        if (!isHeard && isEndOfAnotherTurn(runId) && held.size() < MAX_HELD) {
            held.add(ended);
            return;
        }
        close(ended);
        if (runId.equals(turn)) {
            over();
        }
    }

    /** Frames of version 1 do not name their run: while a turn is open, the end of another one would be taken for its end. */
    private boolean isEndOfAnotherTurn(String runId) {
        return !frames.isExtended() && turn != null && !turn.equals(runId);
    }

    /** No turn is open. */
    private void over() {
        turn = null;
        isShown = false;
        while (!held.isEmpty()) {
            close(held.remove());
        }
    }

    private void close(Ended ended) {
        flush();
        String runId = ended.runId();
        Outcome outcome = ended.outcome();
        boolean isSaid = said != null && said.runId().equals(runId);
        if (runId.equals(replacedRun)) {
            outlet.write(frames.grown(runId, ended.messageId(), 0, 0, ended.text()));
            replacedRun = null;
        }
        boolean closed = false;
        if ((isSaid || whole.contains(runId)) && !ended.text().isEmpty()) {
            closed = outcome == Outcome.STOP && (frames.isExtended() || messageDone);
            outlet.write(frames.message(runId, ended.messageId(), ended.text(), closed));
        }
        if (!closed) {
            outlet.write(closing(ended));
        }
        said = isSaid ? null : said;
        own.remove(runId);
        whole.remove(runId);
    }

    private String closing(Ended ended) {
        return switch (ended.outcome()) {
            case STOP, LENGTH, CANCELLED -> frames.closing(ended.runId(), ended.messageId(), ended.outcome());
            case AGENT_ERROR -> failed(ended, "the agent failed");
            case AGENT_LOST -> failed(ended, "the agent went away");
            case AGENT_TIMEOUT -> failed(ended, "the agent did not answer in time");
            case INTERNAL -> failed(ended, "the hub could not finish this");
        };
    }

    private String failed(Ended ended, String text) {
        return frames.failed(ended.runId(), ended.outcome().wireName(), text);
    }
}
