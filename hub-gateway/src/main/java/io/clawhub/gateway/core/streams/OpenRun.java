package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.StreamCommand.MoveRun;

/**
 * A run on the gateway of its owner's connection. Small pieces of one kind are told together: the first at once, what follows
 * within {@link #MERGE_MILLIS} in one piece. Of whole texts, and of how far it is, that is the newest; tool calls and results
 * do not wait, and beyond a rate are not shown. Whatever is told of it is told under its lock, so that pieces, merged ones and
 * snapshots go out in the order of what they say; nothing in here blocks.
 */
final class OpenRun {

    /** So long text waits for more of it: what looks alive to a reader, however fast its owner writes. */
    static final long MERGE_MILLIS = 45;

    private static final long MERGE_NANOS = Duration.ofMillis(MERGE_MILLIS).toNanos();

    private final RunOutlet outlet;
    private final String participantId;
    private final String runId;
    private final RunText text;
    private final Waiting waiting = new Waiting();
    private final ToolPace tools = new ToolPace();
    private volatile String messageId;
    private volatile String replyTo;
    private volatile String clientId;
    private volatile Address address;
    private volatile Place place = Place.NOWHERE;
    private volatile long movedAt;
    /** The first of its pieces that were taken and are not told yet, since they wait or are not shown; 0: none. */
    private long firstUntold;

    private long toldAt;
    private long last = -1;
    private boolean armed;
    private boolean over;

    /** Where a run goes, as its pieces say; one of the two may be null. */
    record Address(String conversationId, String targetId) {}

    OpenRun(RunOutlet outlet, String participantId, String runId) {
        this.outlet = outlet;
        this.participantId = participantId;
        this.runId = runId;
        this.text = new RunText(outlet.texts());
        this.toldAt = outlet.nanoClock().getAsLong() - MERGE_NANOS;
    }

    /** Its owner goes on with it, by this client. */
    void moved(String byClientId, Address to) {
        clientId = byClientId;
        address = to;
        touch();
    }

    void touch() {
        movedAt = outlet.nanoClock().getAsLong();
    }

    String participantId() {
        return participantId;
    }

    String runId() {
        return runId;
    }

    String clientId() {
        return clientId;
    }

    Address address() {
        return address;
    }

    /** Whether there was no conversation at this address when it was last looked for. */
    boolean isNowhere(Address to) {
        return to.equals(address) && place.conversationId() == null;
    }

    /** The conversation it is shown in, or null. */
    String conversationId() {
        return place.conversationId();
    }

    boolean isSilentFor(Duration time) {
        return outlet.nanoClock().getAsLong() - movedAt > time.toNanos();
    }

    /** Whether this begins another run under the same id. */
    boolean isOther(MoveRun piece) {
        return piece.step() == RunStep.BEGIN
                && messageId != null
                && piece.clientMsgId() != null
                && !messageId.equals(Ids.messageId(participantId, piece.clientMsgId()));
    }

    /**
     * The next piece of its owner.
     *
     * @param to where it is shown from now on
     * @param fenced whether it was cancelled: only its end is shown
     */
    synchronized void take(MoveRun piece, Place to, boolean fenced) {
        if (over) {
            return;
        }
        if (!to.equals(place)) {
            flush();
            place = to;
        }
        boolean shown =
                switch (piece.step()) {
                    case BEGIN -> begin(piece);
                    case DELTA, REPLACE -> !fenced && piece.seq() > last && heard(piece) && show(piece);
                    case END, FAIL -> end(piece);
                    case SNAPSHOT, PAUSE -> throw new IllegalArgumentException("not said by owners");
                };
        if (!shown) {
            outlet.unshown().increment();
        }
    }

    /** One that goes on here has been told of, but who came since has not heard of it. */
    private boolean begin(MoveRun piece) {
        if (piece.clientMsgId() != null) {
            messageId = Ids.messageId(participantId, piece.clientMsgId());
        }
        replyTo = piece.replyTo() != null ? piece.replyTo() : replyTo;
        if (last < 0) {
            last = piece.seq();
            if (last <= 1 && place.isSomewhere()) {
                text.begin();
            }
        }
        flush();
        tell(piece.seq(), piece.seq(), RunStep.BEGIN, piece.kind(), piece.text());
        return true;
    }

    private boolean end(MoveRun piece) {
        flush();
        tell(piece.seq(), piece.seq(), piece.step(), piece.kind(), piece.text());
        close();
        return true;
    }

    /** Adds a piece to what is known; false if the run has said more than it may. */
    private boolean heard(MoveRun piece) {
        String said = piece.text() == null ? "" : piece.text();
        if (!place.isSomewhere()) {
            text.forget();
        } else if (piece.step() == RunStep.REPLACE) {
            text.set(said);
        } else if (!text.isFull()) {
            if (last < 0 && piece.seq() == 1) {
                text.begin();
            } else if (piece.seq() != last + 1) {
                text.forget();
            }
            if (Waiting.isText(piece)) {
                text.add(said);
            }
        }
        return !text.isFull();
    }

    private boolean show(MoveRun piece) {
        boolean mayWait = Waiting.mayWait(piece);
        if (piece.seq() != last + 1) {
            flush();
            // What is missing is seen to be missing.
            firstUntold = 0;
        } else if (!mayWait || !waiting.takes(piece)) {
            flush();
        }
        last = piece.seq();
        firstUntold = firstUntold == 0 ? last : firstUntold;
        if (mayWait) {
            waiting.add(piece);
            flushWhenDue();
            return true;
        }
        boolean isShown = tools.takes(outlet.nanoClock().getAsLong());
        if (isShown) {
            tellUntold(piece.step(), piece.kind(), piece.text());
        }
        return isShown;
    }

    private void flushWhenDue() {
        long left = left();
        if (left <= 0 || waiting.isLong()) {
            flush();
        } else {
            arm(left);
        }
    }

    /** Nanoseconds until text may be told again. */
    private long left() {
        return toldAt + MERGE_NANOS - outlet.nanoClock().getAsLong();
    }

    private void arm(long nanos) {
        if (!armed) {
            armed = true;
            outlet.timer().accept(1 + Duration.ofNanos(nanos).toMillis(), this::due);
        }
    }

    private synchronized void due() {
        armed = false;
        if (!waiting.isEmpty()) {
            flushWhenDue();
        }
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            tellUntold(waiting.step(), waiting.kind(), waiting.text());
            waiting.clear();
            toldAt = outlet.nanoClock().getAsLong();
        }
    }

    /** A whole text needs nothing before it. */
    private void tellUntold(RunStep step, String kind, String said) {
        tell(step == RunStep.REPLACE ? last : firstUntold, last, step, kind, said);
        firstUntold = 0;
    }

    /** Shows all of it so far, or if that is not known only that it goes on, to those of these who may see it. Returns how much that is, UTF-16 units. */
    synchronized int snapshot(String conversationId, List<String> askers) {
        List<String> seeing = askers.stream().filter(place.audience()::contains).toList();
        if (over || seeing.isEmpty() || !Objects.equals(conversationId, place.conversationId())) {
            return 0;
        }
        String whole = text.whole();
        flush();
        if (firstUntold > 0) {
            // What comes next begins behind the snapshot for all.
            tellUntold(RunStep.DELTA, null, "");
        }
        send(1, Math.max(0, last), RunStep.SNAPSHOT, null, whole, seeing);
        return whole == null ? 0 : whole.length();
    }

    /** Its owner is gone: it goes on where they come back, if they do. */
    synchronized void pause() {
        if (!over) {
            flush();
            tell(Math.max(0, last), Math.max(0, last), RunStep.PAUSE, null, null);
            close();
        }
    }

    /** Nothing more is told of it. */
    synchronized void close() {
        over = true;
        firstUntold = 0;
        waiting.clear();
        text.forget();
    }

    private void tell(long first, long seq, RunStep step, String kind, String said) {
        if (place.isSomewhere()) {
            send(first, seq, step, kind, said, place.audience());
        }
    }

    private void send(long first, long seq, RunStep step, String kind, String said, List<String> audience) {
        boolean introduces = step == RunStep.BEGIN || step == RunStep.SNAPSHOT;
        outlet.log()
                .send(new RunMoved(
                        runId,
                        place.conversationId(),
                        participantId,
                        introduces ? messageId : null,
                        introduces ? replyTo : null,
                        first,
                        seq,
                        step,
                        kind,
                        said,
                        audience));
    }
}
