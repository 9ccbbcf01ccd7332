package io.clawhub.gateway.protocol.channel;

import java.util.LinkedHashSet;
import java.util.Set;

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

    /** Own questions remembered, so that nobody hears what it asked itself. */
    private static final int MAX_REMEMBERED = 64;
    /** Characters kept for a reader that is behind; beyond it they go to its queue, which is bounded, alone and with others. */
    private static final int MAX_KEPT = 32 * 1024;

    private final SessionKey key;
    private final SessionFrames frames;
    private final Outlet outlet;
    private final boolean messageDone;
    private final Runnable flush = this::flush;
    /** Runs that this client asked for, and those whose answers it wants whole. */
    private final Set<String> own = new LinkedHashSet<>();

    private final Set<String> whole = new LinkedHashSet<>();
    /** Where this client is to go on, until it has. */
    private Resume resume;
    private boolean followed;
    /** What is kept of the run that is shown. */
    private final StringBuilder kept = new StringBuilder();

    private Grown firstKept;
    private Grown lastKept;
    private Said said;
    /** The run that this client hears of. */
    private String shown;

    /** The run that was shown and is now something else, which version 1 cannot say. */
    private String replacedRun;

    JoinedSession(SessionKey key, SessionFrames frames, Outlet outlet, boolean messageDone, Resume resume) {
        this.key = key;
        this.frames = frames;
        this.outlet = outlet;
        this.messageDone = messageDone;
        this.resume = resume;
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
        remember(own, runId);
        if (wantsWhole) {
            remember(whole, runId);
        }
    }

    private static void remember(Set<String> ids, String id) {
        ids.add(id);
        if (ids.size() > MAX_REMEMBERED) {
            ids.remove(ids.iterator().next());
        }
    }

    @Override
    public synchronized void on(SessionEvent event) {
        if (!(event instanceof Ended)) {
            shown = event.runId();
        } else if (!event.runId().equals(shown) && !own.contains(event.runId())) {
            // Taken back while it waited: this client never heard of it.
            return;
        }
        switch (event) {
            case Asked asked -> asked(asked);
            case Grown grown -> grown(grown);
            case Snapshot snapshot -> snapshot(snapshot);
            case Replaced replaced -> replaced(replaced);
            // Only the event stream shows what an agent thinks and does.
            case Noted noted -> {}
            case Said whole -> said = whole;
            case Ended ended -> ended(ended);
        }
    }

    private void asked(Asked asked) {
        if (frames.isExtended()) {
            if (!own.contains(asked.runId())) {
                outlet.write(frames.userMessage(asked.runId(), asked.messageId(), asked.text(), asked.metadata()));
            }
            outlet.write(frames.status(asked.runId(), "running"));
        }
    }

    private void grown(Grown grown) {
        if (whole.contains(grown.runId()) || grown.runId().equals(replacedRun)) {
            return;
        }
        if (lastKept != null || outlet.shouldKeep(flush)) {
            firstKept = firstKept == null ? grown : firstKept;
            lastKept = grown;
            kept.append(grown.text());
            if (kept.length() > MAX_KEPT) {
                flush();
            }
        } else {
            outlet.write(frames.grown(grown.runId(), grown.messageId(), grown.seq(), grown.offset(), grown.text()));
        }
    }

    /** What was kept goes out as one. */
    private synchronized void flush() {
        if (lastKept != null) {
            outlet.write(frames.grown(
                    lastKept.runId(), lastKept.messageId(), lastKept.seq(), firstKept.offset(), kept.toString()));
            forgetKept();
        }
    }

    private void forgetKept() {
        firstKept = null;
        lastKept = null;
        kept.setLength(0);
    }

    private void snapshot(Snapshot now) {
        if (whole.contains(now.runId())) {
            return;
        }
        if (!frames.isExtended()) {
            outlet.write(frames.grown(now.runId(), now.messageId(), now.seq(), 0, now.text()));
            return;
        }
        boolean goesOn = resume != null && resume.runId().equals(now.runId()) && resume.seq() == now.seq();
        if (!goesOn) {
            outlet.write(frames.snapshot(now.runId(), now.messageId(), now.seq(), now.text(), true));
        }
        resume = null;
    }

    private void replaced(Replaced now) {
        if (whole.contains(now.runId())) {
            return;
        }
        forgetKept();
        if (frames.isExtended()) {
            outlet.write(frames.snapshot(now.runId(), now.messageId(), now.seq(), now.text(), true));
        } else {
            replacedRun = now.runId();
        }
    }

    private void ended(Ended ended) {
        flush();
        Outcome outcome = ended.outcome();
        boolean isWhole = said != null || whole.contains(ended.runId());
        if (ended.runId().equals(replacedRun)) {
            outlet.write(frames.grown(ended.runId(), ended.messageId(), 0, 0, ended.text()));
        }
        boolean closed = false;
        if (isWhole && !ended.text().isEmpty()) {
            closed = outcome == Outcome.STOP && (frames.isExtended() || messageDone);
            outlet.write(frames.message(ended.runId(), ended.messageId(), ended.text(), closed));
        }
        if (!closed) {
            outlet.write(closing(ended));
        }
        said = null;
        replacedRun = null;
        own.remove(ended.runId());
        whole.remove(ended.runId());
    }

    private String closing(Ended ended) {
        return switch (ended.outcome()) {
            case STOP, CANCELLED -> frames.closing(ended.runId(), ended.messageId(), ended.outcome());
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
