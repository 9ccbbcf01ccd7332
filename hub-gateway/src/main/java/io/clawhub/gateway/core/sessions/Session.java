package io.clawhub.gateway.core.sessions;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.sessions.SessionEvent.Asked;
import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.core.sessions.SessionEvent.Said;

/**
 * A session as one gateway follows it: fed with what the hub tells its participant, in log order, it tells its readers what
 * happens. Every gateway that follows a session comes to the same by itself, since the log says in what order questions were
 * put and answered. Safe for any thread; never blocks.
 */
final class Session {

    /** How often a run is asked for as it stands. */
    private static final long SNAPSHOT_MILLIS = 500;

    private final String participantId;
    private final String agentId;
    private final SessionActions actions;
    private final SessionsConfig config;
    private final LongSupplier clock;
    private final SessionUse use;
    private final Pace snapshots = new Pace(SNAPSHOT_MILLIS);
    private final OverRuns over = new OverRuns();
    private final TableLookup lookup = new TableLookup();
    private ActiveRun active;

    Session(String participantId, String agentId, SessionActions actions, SessionsConfig config, LongSupplier clock) {
        this.participantId = participantId;
        this.agentId = agentId;
        this.actions = actions;
        this.config = config;
        this.clock = clock;
        this.use = new SessionUse(config.maxReaders(), config.idle(), clock);
    }

    String agentId() {
        return agentId;
    }

    String participantId() {
        return participantId;
    }

    /** What the table says is open here; from now on pushes count. */
    synchronized void loaded(List<AskedRun> open, String gatewayId) {
        if (!lookup.isPending()) {
            return;
        }
        List<Push> waiting = lookup.done();
        if (active == null) {
            open.stream()
                    .filter(run -> run.state() == RunState.ACTIVE)
                    .findFirst()
                    .ifPresent(run -> resume(run, run.keeperId().equals(gatewayId)));
        }
        waiting.forEach(this::on);
        lookup.forget();
    }

    /** This gateway puts the question of this run. */
    synchronized void begin(String runId) {
        if (active == null && !over.hasEnded(runId)) {
            active = run(runId, false);
        }
        if (active != null && active.id().equals(runId)) {
            active.keep();
        }
    }

    private ActiveRun run(String runId, boolean unasked) {
        return new ActiveRun(runId, agentId, unasked, config.maxAnswer(), clock.getAsLong());
    }

    /** The log has the question of this run. */
    synchronized void put(AskedRun run, String messageId, long seq) {
        if (active != null && active.id().equals(run.id())) {
            active.prompted(messageId, seq);
            active.question(run);
        }
    }

    /** The question's record may come after pieces of the answer; readers hear of the question first all the same. */
    private void tellAsked(ActiveRun run) {
        AskedRun question = run.question();
        if (question != null && run.isNews()) {
            String messageId = Ids.messageId(participantId, run.id());
            use.tell(new Asked(run.id(), messageId, question.prompt(), question.metadata()));
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
        if (lookup.isPending()) {
            return;
        }
        if (over.hasEnded(run.id())) {
            if (keptHere) {
                // It is over here, and that did not get into the table.
                actions.ended(run.id(), Outcome.INTERNAL);
            }
            return;
        }
        if (active != null && active.id().equals(run.id())) {
            active.promptedAt(run.promptSeq());
            if (keptHere) {
                active.keep();
            }
            return;
        }
        active = run(run.id(), false);
        active.unseen(
                keptHere,
                run.promptSeq(),
                run.begunAt() == null ? clock.getAsLong() : run.begunAt().toEpochMilli());
        active.question(run);
        askForSnapshot();
    }

    /**
     * Somebody reads. False: this session is closed already; open it again.
     *
     * @throws HubException {@link io.clawhub.gateway.core.HubError#RATE_LIMITED} if so many read already
     */
    synchronized boolean join(SessionReader reader) {
        if (!use.touch()) {
            return false;
        }
        if (use.add(reader) && active != null && active.isShown()) {
            reader.on(active.snapshot());
        }
        return true;
    }

    synchronized void leave(SessionReader reader) {
        use.remove(reader);
    }

    synchronized boolean use() {
        return use.touch();
    }

    /**
     * Stops the run that is shown: nothing more of it is shown, and it ends soon. False: none is, or another one.
     *
     * @param runId the run; null: whichever is shown
     */
    synchronized boolean cancel(String runId) {
        if (active == null || runId != null && !active.id().equals(runId)) {
            return false;
        }
        if (active.cancel(clock.getAsLong())) {
            // Before its stream has begun the agent knows the run by the hub's id, and so do other gateways.
            actions.cancel(active.agentRunId() != null ? active.agentRunId() : active.id());
        }
        return true;
    }

    synchronized void over(String runId, Outcome outcome) {
        if (active != null && active.id().equals(runId)) {
            end(active, null, outcome, "", false);
        } else if (!over.hasEnded(runId)) {
            over.add(runId);
            use.tell(new Ended(runId, null, outcome, ""));
        }
    }

    /** Does something with the run that is shown, if one is. */
    void withActive(ObjLongConsumer<ActiveRun> step) {
        if (active != null) {
            step.accept(active, clock.getAsLong());
        }
    }

    /** The hub tells the session's participant something. */
    synchronized void on(Push push) {
        if (lookup.isPending()) {
            lookup.add(push);
        } else {
            SessionPushes.take(push, this);
        }
    }

    void asked(LoggedMessage logged) {
        MessageAccepted message = logged.message();
        String runId = message.clientMsgId();
        if (over.hasEnded(runId)) {
            return;
        }
        if (!Prompt.isDetached(message)) {
            makeWay(runId, message.messageId());
            active.prompted(message.messageId(), logged.seq());
            if (!active.isNews()) {
                return;
            }
        }
        use.tell(new Asked(runId, message.messageId(), Prompt.text(message.content()), Prompt.metadata(message)));
    }

    /** The run of this question is the active one from now on. */
    private void makeWay(String runId, String questionId) {
        if (active != null && active.mayAnswer(questionId, clock.getAsLong())) {
            active.adopt(runId);
        } else if (active != null && active.isUnasked()) {
            // What the agent says by itself goes on unseen; the whole of it is shown after the answer.
            over.mute(active.agentRunId());
            use.tell(new Ended(active.id(), null, Outcome.STOP, ""));
            active = null;
        } else if (active != null && !active.id().equals(runId)) {
            // The log puts the next question only after the answer: how this one ended is on its way.
            end(active, null, active.presumed(), "", false);
        }
        if (active == null) {
            active = run(runId, false);
        }
    }

    void said(LoggedMessage logged, boolean replayed) {
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
                over.keepBesides(message);
            }
        }
    }

    /** The message is the answer. */
    private void close(ActiveRun run, MessageAccepted message) {
        tellAsked(run);
        String whole = Prompt.text(message.content());
        SessionEvent rest = run.rest(message.messageId(), whole);
        if (rest != null) {
            use.tell(rest);
        }
        end(run, message.messageId(), Prompt.outcome(message, run.isCancelled()), whole, true);
    }

    private void unasked(MessageAccepted message) {
        over.add(message.details() == null ? null : message.details().runId());
        String whole = Prompt.text(message.content());
        use.tell(new Said(message.messageId(), message.messageId(), whole));
        use.tell(new Ended(message.messageId(), message.messageId(), Prompt.outcome(message, false), whole));
    }

    private void end(ActiveRun run, String messageId, Outcome outcome, String whole, boolean isFirst) {
        active = null;
        over.ended(run, messageId, outcome, clock.getAsLong());
        use.tell(new Ended(run.id(), messageId, outcome, whole));
        if (isFirst && !run.isUnasked()) {
            actions.ended(run.id(), outcome);
        }
        for (MessageAccepted next = over.besides(); next != null; next = over.besides()) {
            unasked(next);
        }
    }

    void piece(RunMoved piece) {
        if (!piece.senderId().equals(agentId) || over.isMuted(piece.runId())) {
            return;
        }
        boolean grows =
                switch (piece.step()) {
                    // The message says it, and the log has that.
                    case END, FAIL, PAUSE -> false;
                    case BEGIN, DELTA, REPLACE, SNAPSHOT -> true;
                };
        boolean isNew = grows && (active == null || active.agentRunId() == null);
        if (isNew && over.takesLate(piece.replyTo(), active == null, clock.getAsLong())) {
            over.add(piece.runId());
            actions.cancel(piece.runId());
            return;
        }
        if (active == null && grows) {
            if (lookup.begin(new Push.RunSeen(piece))) {
                // Pieces may overtake the question, which comes by the log: the table knows whether one was asked.
                actions.lookUp();
                return;
            }
            active = run(piece.runId(), true);
        }
        if (active != null) {
            moved(active, piece, grows);
        }
    }

    private void moved(ActiveRun run, RunMoved piece, boolean grows) {
        boolean wasUnbound = run.agentRunId() == null;
        if (!run.binds(piece)) {
            return;
        }
        if (wasUnbound && run.isCancelled()) {
            actions.cancel(piece.runId());
        }
        if (piece.step() == RunStep.PAUSE && piece.seq() >= run.seq()) {
            run.paused(clock.getAsLong());
        } else if (piece.step() == RunStep.FAIL) {
            run.failed(clock.getAsLong());
        } else if (grows) {
            tellAsked(run);
            run.heard(piece.step() != RunStep.SNAPSHOT, clock.getAsLong());
            run.announced(piece.messageId());
            if (!run.isCancelled() && !run.isClosing()) {
                show(run.take(piece));
            }
        }
    }

    private void show(AnswerText.Taken taken) {
        if (taken.event() != null) {
            use.tell(taken.event());
        }
        if (taken.isGap()) {
            // What is missing comes with the snapshot, in its place among the pieces.
            askForSnapshot();
        }
    }

    private void askForSnapshot() {
        if (snapshots.isDue(clock.getAsLong())) {
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
        if (run.mayCheck(now)) {
            actions.check(run.id());
        }
        if (run.shouldProbe(now)) {
            askForSnapshot();
        }
        Runnable step =
                switch (run.next(config, now)) {
                    case NOTHING -> () -> {};
                    case GIVE_UP -> () -> giveUp(run);
                    case KEEP -> () -> actions.keep(run, run.closing());
                    case FORGET -> () -> end(run, null, run.closing(), "", false);
                    case FINISH -> () -> actions.finish(run.id(), run.closing());
                };
        step.run();
    }

    /** Its readers are told that this was not brought to its end; that goes on without them. */
    private void giveUp(ActiveRun run) {
        end(run, null, Outcome.INTERNAL, "", false);
        if (!run.isUnasked()) {
            actions.giveUp(run, run.closing());
        }
    }

    /** Closes the session if nobody needs it. From then on {@link #join} and {@link #use} refuse. */
    synchronized boolean closeIfIdle() {
        return use.closeIfIdle(active != null || lookup.isPending());
    }
}
