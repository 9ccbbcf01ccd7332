package io.clawhub.gateway.core.streams;

import java.util.List;
import java.util.Set;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunSnapshotAsked;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.StreamEvent.TypingShown;
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
    private final OpenRuns runs = new OpenRuns(System::nanoTime);

    Streams(Places places, StreamLog log) {
        this.places = places;
        this.log = log;
    }

    /** Carries out a command; fails with nothing but a {@link HubException}. */
    public Uni<Reply> handle(Caller caller, StreamCommand command) {
        String callerId = caller.participantId();
        return Uni.createFrom().deferred(() -> switch (command) {
            case ShowTyping shown -> show(callerId, shown);
            case MoveRun piece -> move(callerId, piece);
            case CancelRun cancel -> cancel(callerId, cancel);
        });
    }

    /** Somebody wants to see the runs of a conversation as they stand. */
    public void snapshotAsked(RunSnapshotAsked asked) {
        // Nobody asks yet.
    }

    private Uni<Reply> show(String callerId, ShowTyping shown) {
        return places.find(callerId, shown.conversationId(), shown.targetId()).map(place -> {
            if (place.isSomewhere() && typing.isNews(callerId, place.conversationId(), shown.on())) {
                log.send(new TypingShown(place.conversationId(), callerId, shown.on(), place.audience()));
            }
            return new Reply.Done();
        });
    }

    private Uni<Reply> move(String callerId, MoveRun piece) {
        check(piece);
        OpenRuns.Run known = runs.of(callerId, piece.runId());
        String conversationId = piece.conversationId();
        String targetId = piece.targetId();
        if (conversationId == null && targetId == null) {
            if (known == null) {
                throw new HubException(HubError.MISSING_FIELDS, "begin the run first, or name its conversation");
            }
            conversationId = known.conversationId();
            targetId = known.targetId();
        }
        String conversation = conversationId;
        String target = targetId;
        boolean isBetween = piece.step() == RunStep.DELTA || piece.step() == RunStep.REPLACE;
        if (isBetween && known != null && known.nowhere() && known.isFor(conversation, target)) {
            // The database is asked where there is nothing when a run begins, not with each of its pieces.
            runs.moved(callerId, piece.runId(), known);
            return Uni.createFrom().item(new Reply.Done());
        }
        return places.find(callerId, conversation, target).map(place -> {
            if (piece.step() == RunStep.END || piece.step() == RunStep.FAIL) {
                runs.end(callerId, piece.runId());
            } else {
                runs.moved(
                        callerId,
                        piece.runId(),
                        new OpenRuns.Run(conversation, target, place.conversationId() == null));
            }
            if (place.isSomewhere()) {
                log.send(new RunMoved(
                        piece.runId(),
                        place.conversationId(),
                        callerId,
                        null,
                        piece.seq(),
                        piece.seq(),
                        piece.step(),
                        piece.kind(),
                        piece.text(),
                        place.audience()));
            }
            return new Reply.Done();
        });
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
        if (piece.step() == null || piece.seq() < (piece.step() == RunStep.BEGIN ? 0 : 1)) {
            throw new HubException(HubError.MISSING_FIELDS, "a piece of a run has a seq from 1 on, its beginning 0");
        }
        if (piece.kind() != null && !KINDS.contains(piece.kind())) {
            throw new HubException(HubError.MISSING_FIELDS, "kind must be text, think, tool, tool_result or progress");
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
