package io.clawhub.gateway.core.streams;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunSnapshotAsked;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.StreamEvent.TypingShown;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.StreamCommand;
import io.clawhub.gateway.core.StreamCommand.CancelRun;
import io.clawhub.gateway.core.StreamCommand.MoveRun;
import io.clawhub.gateway.core.StreamCommand.ShowTyping;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.messages.Content;

/**
 * Typing and runs. What is said here goes to the other members who are connected now, on any gateway, and may be lost on the
 * way; {@link Reply.Done} means only that it was tried. Nothing is opened for it: to somebody whom the caller has never
 * talked with it goes nowhere.
 */
@ApplicationScoped
public class Streams {

    /** Longest text of one piece, bytes of UTF-8: as long as a message. */
    static final int MAX_PIECE = 64 * 1024;

    private static final Set<String> KINDS = Set.of("text", "think", "tool", "tool_result", "progress");

    private final Places places;
    private final StreamLog log;
    private final Typing typing = new Typing(System::nanoTime);
    private final RunOutlet outlet;
    private final OpenRuns runs;
    private final Snapshots snapshots;

    @Inject
    Streams(Places places, StreamLog log, GatewayConfig config, Vertx vertx, MeterRegistry metrics) {
        this(
                places,
                new RunOutlet(
                        log,
                        (millis, step) -> vertx.setTimer(Math.max(1, millis), fired -> step.run()),
                        System::nanoTime,
                        new RunTexts(config.runs().maxText(), config.runs().maxTexts()),
                        metrics.counter("hub.runs.unshown")));
    }

    /** With a log and a clock of one's own. */
    Streams(Places places, RunOutlet outlet) {
        this.places = places;
        this.log = outlet.log();
        this.outlet = outlet;
        this.runs = new OpenRuns(outlet);
        this.snapshots = new Snapshots(runs, outlet.timer());
    }

    /** Carries out a command; fails with nothing but a {@link HubException}. */
    public Uni<Reply> handle(Caller caller, StreamCommand command) {
        String callerId = caller.participantId();
        return Uni.createFrom().deferred(() -> switch (command) {
            case ShowTyping shown -> show(callerId, shown);
            case MoveRun piece -> move(caller, piece);
            case CancelRun cancel -> cancel(callerId, cancel);
        });
    }

    /** Somebody wants to see the runs of a conversation as they stand. Never blocks. */
    public void snapshotAsked(RunSnapshotAsked asked) {
        snapshots.asked(asked.conversationId(), asked.byParticipantId());
    }

    /** A member has cancelled a run: from now on nothing but its end is shown, whatever its owner does. Never blocks. */
    public void cancelled(RunCancelAsked asked) {
        runs.fence(asked.conversationId(), asked.runId(), asked.byParticipantId());
    }

    /** The last connection of this participant's client here is gone: its runs pause until it comes back, here or elsewhere. */
    void ownerLost(String participantId, String clientId) {
        runs.pause(participantId, clientId);
    }

    /** These participants have no connection here: what they said last may have been taken after it was gone. */
    void ownersGone(Predicate<String> owners, Duration silence) {
        runs.pauseSilent(owners, silence);
    }

    private Uni<Reply> show(String callerId, ShowTyping shown) {
        return places.find(callerId, shown.conversationId(), shown.targetId()).map(place -> {
            if (place.isSomewhere() && typing.isNews(callerId, place.conversationId(), shown.on())) {
                log.send(new TypingShown(place.conversationId(), callerId, shown.on(), place.audience()));
            }
            return new Reply.Done();
        });
    }

    private Uni<Reply> move(Caller caller, MoveRun piece) {
        check(piece);
        OpenRun known = runs.of(caller.participantId(), piece.runId());
        OpenRun.Address address = new OpenRun.Address(piece.conversationId(), piece.targetId());
        if (piece.conversationId() == null && piece.targetId() == null) {
            if (known == null) {
                throw new HubException(HubError.MISSING_FIELDS, "begin the run first, or name its conversation");
            }
            address = known.address();
        }
        boolean isBetween = piece.step() == RunStep.DELTA || piece.step() == RunStep.REPLACE;
        if (isBetween && known != null && known.isNowhere(address)) {
            // The database is asked where there is nothing when a run begins, not with each of its pieces.
            known.touch();
            return Uni.createFrom().item(new Reply.Done());
        }
        OpenRun.Address to = address;
        return places.find(caller.participantId(), to.conversationId(), to.targetId())
                .map(place -> {
                    if (piece.step() == RunStep.END || piece.step() == RunStep.FAIL) {
                        end(caller, piece, place);
                    } else {
                        runs.take(runs.opened(caller, piece, to), piece, place);
                    }
                    return new Reply.Done();
                });
    }

    private void end(Caller caller, MoveRun piece, Place place) {
        OpenRun known = runs.of(caller.participantId(), piece.runId());
        // It may have gone on over another gateway, or its owner came back for the end only.
        OpenRun run = known != null ? known : new OpenRun(outlet, caller.participantId(), piece.runId());
        runs.take(run, piece, place);
        runs.remove(run);
    }

    private Uni<Reply> cancel(String callerId, CancelRun cancel) {
        Ids.checked(required(cancel.runId(), "run_id"), "run_id");
        return places.find(callerId, required(cancel.conversationId(), "conversation_id"), null)
                .map(place -> {
                    List<String> audience = place.audience();
                    if (place.isSomewhere()) {
                        log.send(new RunCancelAsked(cancel.runId(), place.conversationId(), callerId, audience));
                    }
                    return new Reply.Done();
                });
    }

    private static void check(MoveRun piece) {
        Ids.checked(required(piece.runId(), "run_id"), "run_id");
        // The beginning may count as none: pieces are numbered from 1.
        if (piece.step() == null
                || piece.step() == RunStep.SNAPSHOT
                || piece.step() == RunStep.PAUSE
                || piece.seq() < (piece.step() == RunStep.BEGIN ? 0 : 1)) {
            throw new HubException(HubError.MISSING_FIELDS, "a piece of a run has a seq from 1 on, its beginning 0");
        }
        if (piece.kind() != null && !KINDS.contains(piece.kind())) {
            throw new HubException(HubError.MISSING_FIELDS, "kind must be text, think, tool, tool_result or progress");
        }
        if (piece.replyTo() != null) {
            Ids.checked(piece.replyTo(), "reply_to");
        }
        Content.checkText(piece.text(), MAX_PIECE);
    }

    private static String required(String value, String field) {
        if (value == null) {
            throw new HubException(HubError.MISSING_FIELDS, field + " is missing");
        }
        return value;
    }
}
