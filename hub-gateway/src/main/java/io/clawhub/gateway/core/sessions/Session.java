package io.clawhub.gateway.core.sessions;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;

/**
 * A session as one gateway follows it: fed with what the hub tells its participant, in log order, it tells its readers what
 * happens. Every gateway that follows a session comes to the same by itself, since the log says in what order questions were
 * put and answered. Safe for any thread; never blocks.
 */
final class Session {

    /** Pieces kept until the table has told what runs. A snapshot brings what is beyond. */
    private static final int MAX_EARLY = 1_000;

    private static final long CHECK_MILLIS = 2_000;
    private static final long SNAPSHOT_MILLIS = 500;

    private final String participantId;
    private final String agentId;
    private final SessionActions actions;
    private final SessionsConfig config;
    private final LongSupplier clock;
    private final Set<SessionReader> readers = new LinkedHashSet<>();
    private final OverRuns over = new OverRuns();
    /** What came in before the table had told what runs. */
    private Deque<Push> early = new ArrayDeque<>();
    /** What the agent said of something else while a run was shown. */
    private final Deque<LoggedMessage> besides = new ArrayDeque<>();

    private ActiveRun active;
    private long usedMillis;
    private long snapshotMillis;
    private boolean lookedUp;
    private boolean closed;

    Session(String participantId, String agentId, SessionActions actions, SessionsConfig config, LongSupplier clock) {
        this.participantId = participantId;
        this.agentId = agentId;
        this.actions = actions;
        this.config = config;
        this.clock = clock;
        this.usedMillis = clock.getAsLong();
    }

    String agentId() {
        return agentId;
    }

    /** What the table says is open here; from now on pushes count. */
    synchronized void loaded(List<AskedRun> open, String gatewayId) {
        Deque<Push> waiting = early;
        if (waiting == null) {
            return;
        }
        early = null;
        if (active == null) {
            open.stream()
                    .filter(run -> run.state() == RunState.ACTIVE)
                    .findFirst()
                    .ifPresent(run -> resume(run, run.keeperId().equals(gatewayId)));
        }
        waiting.forEach(this::on);
        lookedUp &= early != null;
    }

    /** This gateway puts the question of this run. */
    synchronized void begin(String runId) {
        if (active == null && !over.hasEnded(runId)) {
            active = new ActiveRun(runId, agentId, false, clock.getAsLong());
        }
        if (active != null && active.id().equals(runId)) {
            active.keep();
        }
    }

    /** The log has the question of this run. */
    synchronized void put(String runId, String messageId, long seq) {
        if (active != null && active.id().equals(runId)) {
            active.prompted(messageId, seq);
        }
    }

    /** The question could not be put: whoever asked is told, and nobody else. */
    synchronized void forget(String runId) {
        if (active != null && active.id().equals(runId)) {
            active = null;
        }
    }

    /** A run that goes on, and of which nothing was seen here yet. */
    synchronized void resume(AskedRun run, boolean keptHere) {
        if (early != null || over.hasEnded(run.id())) {
            return;
        }
        if (active != null && active.id().equals(run.id())) {
            active.promptedAt(run.promptSeq());
            if (keptHere) {
                active.keep();
            }
            return;
        }
        active = new ActiveRun(run.id(), agentId, false, clock.getAsLong());
        active.unseen(
                keptHere,
                run.promptSeq(),
                run.begunAt() == null ? clock.getAsLong() : run.begunAt().toEpochMilli());
        askForSnapshot();
    }

    /** Somebody reads. False: this session is closed already; open it again. */
    synchronized boolean join(SessionReader reader) {
        if (closed) {
            return false;
        }
        usedMillis = clock.getAsLong();
        if (readers.add(reader) && active != null && active.length() > 0 && !active.isCancelled()) {
            reader.on(new Snapshot(active.id(), active.messageId(), active.seq(), active.text()));
        }
        return true;
    }

    synchronized void leave(SessionReader reader) {
        readers.remove(reader);
        usedMillis = clock.getAsLong();
    }

    synchronized int readers() {
        return readers.size();
    }

    synchronized boolean use() {
        usedMillis = clock.getAsLong();
        return !closed;
    }

    synchronized String shownRun(String runId) {
        return active != null && (runId == null || active.id().equals(runId)) ? active.id() : null;
    }

    /** Stops the run that is shown: nothing more of it is shown, and it ends soon. */
    synchronized void cancel(String runId) {
        if (active == null || !active.id().equals(runId) || !active.cancel(clock.getAsLong())) {
            return;
        }
        if (active.agentRunId() != null) {
            actions.cancel(active.agentRunId());
        }
    }

    synchronized void over(String runId, Outcome outcome) {
        if (active != null && active.id().equals(runId)) {
            end(active, null, outcome, "", false);
        } else if (!over.hasEnded(runId)) {
            over.add(runId);
            tell(new Ended(runId, null, outcome, ""));
        }
    }

    private void agentSeen(Presence presence) {
        if (active != null && presence.status() == Presence.Status.OFFLINE) {
            active.paused(clock.getAsLong());
        } else if (active != null && presence.status() == Presence.Status.ONLINE) {
            active.resumed();
        }
    }

    /** The hub tells the session's participant something. */
    synchronized void on(Push push) {
        if (early == null) {
            take(push);
        } else if (early.size() < MAX_EARLY || !(push instanceof Push.RunSeen)) {
            early.add(push);
        }
    }

    private void take(Push push) {
        switch (push) {
            case Push.MessageArrived arrived -> message(arrived.logged(), arrived.replayed());
            case Push.MessagesMissed missed -> missed.messages().forEach(logged -> message(logged, true));
            case Push.RunSeen seen -> piece(seen.piece());
            case Push.RunFinished finished ->
                over(
                        finished.finished().runId(),
                        Outcome.of(null, finished.finished().reason()));
            case Push.PresenceSeen seen -> agentSeen(seen.presence());
            case Push.TypingSeen typing -> {
                if (active != null && typing.typing().participantId().equals(agentId)) {
                    active.heard(true, clock.getAsLong());
                }
            }
            case Push.MessageChanged changed -> pass();
            case Push.CaughtUp done -> pass();
            case Push.CursorAdvanced cursor -> pass();
            case Push.RunCancelled cancelled -> pass();
            case Push.GroupChanged changed -> pass();
            case Push.ChannelChanged changed -> pass();
            case Push.CallArrived call -> pass();
        }
    }

    /** A session shows what was said first; it has no groups, channels, services and runs of its own. */
    private static void pass() {}

    private void message(LoggedMessage logged, boolean replayed) {
        MessageAccepted message = logged.message();
        if (message.senderId().equals(participantId)) {
            if (!replayed) {
                asked(logged);
            }
        } else if (message.senderId().equals(agentId)) {
            said(logged, replayed);
        }
    }

    private void asked(LoggedMessage logged) {
        MessageAccepted message = logged.message();
        String runId = message.clientMsgId();
        if (over.hasEnded(runId)) {
            return;
        }
        if (!Prompt.isDetached(message)) {
            if (active != null && active.isUnasked()) {
                active.adopt(runId);
            } else if (active != null && !active.id().equals(runId)) {
                // The log puts the next question only after the answer: how this one ended is on its way.
                end(active, null, active.isCancelled() ? Outcome.CANCELLED : Outcome.AGENT_LOST, "", false);
            }
            if (active == null) {
                active = new ActiveRun(runId, agentId, false, clock.getAsLong());
            }
            active.prompted(message.messageId(), logged.seq());
        }
        tell(new Asked(runId, message.messageId(), Prompt.text(message.content()), Prompt.metadata(message)));
    }

    private void said(LoggedMessage logged, boolean replayed) {
        MessageAccepted message = logged.message();
        MessageDetails details = message.details();
        String runId = details == null ? null : details.runId();
        String replyTo = details == null ? null : details.replyTo();
        if (over.hasEnded(message.messageId()) || runId != null && over.hasEnded(runId)) {
            return;
        }
        if (active != null
                && active.isEndedBy(
                        message.messageId(),
                        runId,
                        replyTo,
                        logged.seq(),
                        logged.at().toEpochMilli())) {
            over.add(message.messageId());
            // Pieces of it may come after it.
            over.add(runId);
            close(active, message);
        } else if (!replayed && !over.takesLate(replyTo, active == null, clock.getAsLong())) {
            if (active == null) {
                unasked(message);
            } else {
                besides.add(logged);
            }
        }
    }

    /** The message is the answer. */
    private void close(ActiveRun run, MessageAccepted message) {
        String whole = Prompt.text(message.content());
        SessionEvent rest = run.rest(message.messageId(), whole);
        if (rest != null) {
            tell(rest);
        }
        end(run, message.messageId(), Prompt.outcome(message, run.isCancelled()), whole, true);
    }

    private void unasked(MessageAccepted message) {
        over.add(message.details() == null ? null : message.details().runId());
        String whole = Prompt.text(message.content());
        tell(new Said(message.messageId(), message.messageId(), whole));
        tell(new Ended(message.messageId(), message.messageId(), Prompt.outcome(message, false), whole));
    }

    private void end(ActiveRun run, String messageId, Outcome outcome, String whole, boolean isFirst) {
        active = null;
        over.ended(run, messageId, outcome, clock.getAsLong());
        tell(new Ended(run.id(), messageId, outcome, whole));
        if (isFirst && !run.isUnasked()) {
            actions.ended(run.id(), outcome);
        }
        while (active == null && !besides.isEmpty()) {
            unasked(besides.remove().message());
        }
    }

    private void piece(RunMoved piece) {
        if (!piece.senderId().equals(agentId) || over.hasEnded(piece.runId())) {
            return;
        }
        boolean grows =
                switch (piece.step()) {
                    // The message says it, and the log has that.
                    case END, FAIL, PAUSE -> false;
                    case BEGIN, DELTA, REPLACE, SNAPSHOT -> true;
                };
        if (active == null && grows) {
            if (!lookedUp) {
                // Pieces may overtake the question, which comes by the log: the table knows whether one was asked.
                early = new ArrayDeque<>();
                early.add(new Push.RunSeen(piece));
                lookedUp = true;
                actions.lookUp();
                return;
            }
            active = new ActiveRun(piece.runId(), agentId, true, clock.getAsLong());
        }
        if (active == null || !active.binds(piece.runId())) {
            return;
        }
        if (piece.step() == RunStep.PAUSE && piece.seq() >= active.seq()) {
            active.paused(clock.getAsLong());
        } else if (grows) {
            active.heard(piece.step() != RunStep.SNAPSHOT, clock.getAsLong());
            active.announced(piece.messageId());
            if (!active.isCancelled() && !active.isClosing()) {
                show(active.take(piece));
            }
        }
    }

    private void show(ActiveRun.Taken taken) {
        if (taken.event() != null) {
            tell(taken.event());
        }
        if (taken.isGap()) {
            // What is missing comes with the snapshot, in its place among the pieces.
            askForSnapshot();
        }
    }

    private void askForSnapshot() {
        long now = clock.getAsLong();
        if (now - snapshotMillis >= SNAPSHOT_MILLIS) {
            snapshotMillis = now;
            actions.snapshot();
        }
    }

    /** Looks whether something is due. Call it about twice a second. */
    synchronized void tick() {
        if (active == null) {
            return;
        }
        ActiveRun run = active;
        long now = clock.getAsLong();
        if (run.mayCheck(now, CHECK_MILLIS)) {
            actions.check(run.id());
        }
        if (run.shouldProbe(now)) {
            askForSnapshot();
        }
        Runnable step =
                switch (run.next(config, now)) {
                    case NOTHING -> () -> {};
                    case GIVE_UP -> () -> end(run, null, Outcome.INTERNAL, "", false);
                    case KEEP -> () -> actions.keep(run, run.closing());
                    case FORGET -> () -> end(run, null, run.closing(), "", false);
                    case FINISH -> () -> actions.finish(run.id(), run.closing());
                };
        step.run();
    }

    /** Closes the session if nobody needs it. From then on {@link #join} and {@link #use} refuse. */
    synchronized boolean closeIfIdle() {
        closed |= readers.isEmpty()
                && active == null
                && early == null
                && clock.getAsLong() - usedMillis > config.idle().toMillis();
        return closed;
    }

    private void tell(SessionEvent event) {
        new ArrayList<>(readers).forEach(reader -> reader.on(event));
    }
}
