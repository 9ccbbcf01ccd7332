package io.clawhub.gateway.protocol.channel;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunFinished;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.sessions.AgentWatcher;
import io.clawhub.gateway.core.sessions.Outcome;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.Loop;

/**
 * The event stream: what agents think, do and say, as frames {@code {id, type, agentId, taskId, timestamp, payload}}. Each run has
 * one {@code done}, its last frame, and before it an {@code error} if it failed. Safe for any thread.
 */
final class AgentEvents implements AgentWatcher {

    /** By then the last piece of a run has come, and its message, or one of the two is lost. */
    private static final long END_MILLIS = 3_000;

    /** By then the question has come that a run answers, or there is none. */
    private static final long HOLD_MILLIS = 300;

    private static final String TEXT = "text";

    private final Outlet outlet;
    private final Loop loop;
    private final boolean isExtended;
    private final String filter;
    private final WatchedRuns runs = new WatchedRuns();

    /**
     * For one connection.
     *
     * @param filter only what this agent does, or what is done in this conversation; null: everything
     */
    AgentEvents(Outlet outlet, Loop loop, boolean isExtended, String filter) {
        this.outlet = outlet;
        this.loop = loop;
        this.isExtended = isExtended;
        this.filter = filter;
    }

    @Override
    public synchronized void asked(Asked question) {
        if (isForUs(question.agentId(), question.conversationId())) {
            WatchedRun answer = runs.asked(question);
            if (answer != null) {
                release(answer);
            }
        }
    }

    @Override
    public synchronized void piece(RunMoved piece) {
        if (!isForUs(piece.senderId(), piece.conversationId())) {
            return;
        }
        Runnable step =
                switch (piece.step()) {
                    case BEGIN, DELTA, REPLACE -> () -> grow(piece);
                    case PAUSE -> () -> pause(piece);
                    case END, FAIL -> () -> end(piece);
                    case SNAPSHOT -> () -> {};
                };
        step.run();
    }

    private void grow(RunMoved piece) {
        WatchedRuns.Name name = name(piece);
        WatchedRun run = runs.of(name);
        if (run != null && run.isOther(piece.step(), piece.messageId())) {
            finish(run);
            run = null;
        }
        if (run == null) {
            run = runs.add(name, piece.conversationId());
            holdUntilAsked(run, piece);
        }
        if (run.isOver()) {
            return;
        }
        if (run.begins(piece.messageId())) {
            write(run, "status", object().put("status", "running"), piece.seq());
        }
        show(run, piece);
    }

    /** Pieces may overtake the question, which comes by the log. */
    private void holdUntilAsked(WatchedRun run, RunMoved piece) {
        boolean isOfSession = piece.audience().stream().anyMatch(Ids::isSession);
        if (run.askedId() == null && isOfSession) {
            run.hold();
            loop.schedule(HOLD_MILLIS, () -> releaseNow(run));
        }
    }

    private synchronized void releaseNow(WatchedRun run) {
        release(run);
    }

    private void release(WatchedRun run) {
        run.released().forEach(event -> outlet.write(event.toString()));
    }

    private void show(WatchedRun run, RunMoved piece) {
        String text = piece.text() == null ? "" : piece.text();
        String kind = piece.kind() == null ? TEXT : piece.kind();
        // One without a text only counts.
        if (piece.step() == RunStep.DELTA && !text.isEmpty()) {
            write(run, kind, EventPayloads.of(kind, text), piece.seq());
        } else if (piece.step() == RunStep.REPLACE) {
            write(run, TEXT, object().put("content", text).put("replace", true), piece.seq());
        }
        run.shown(piece.seq(), piece.step() != RunStep.BEGIN && kind.equals(TEXT) && !text.isEmpty());
    }

    private void pause(RunMoved piece) {
        WatchedRun run = runs.of(name(piece));
        if (run != null && !run.isOver()) {
            write(run, "status", object().put("status", "paused"), piece.seq());
        }
    }

    /** How it ended stands in its message; one whose beginning was not seen is told by that alone. */
    private void end(RunMoved piece) {
        WatchedRun run = runs.of(name(piece));
        if (run == null || run.isEnded()) {
            return;
        }
        run.ended(piece.seq(), piece.step(), piece.text());
        finishWhenSettled(run);
    }

    private void finishWhenSettled(WatchedRun run) {
        if (run.isOver() || run.isEnded() && run.isAnswered()) {
            finish(run);
        } else {
            loop.schedule(END_MILLIS, () -> settle(run));
        }
    }

    private synchronized void settle(WatchedRun run) {
        finish(run);
    }

    @Override
    public synchronized void said(LoggedMessage logged, Outcome outcome) {
        MessageAccepted message = logged.message();
        if (!isForUs(message.senderId(), message.conversationId())) {
            return;
        }
        String text = JsonText.shown(message.content());
        MessageDetails details = message.details();
        if (details == null || details.runId() == null) {
            WatchedRun run = unstreamed(message, details == null ? null : details.replyTo());
            run.answered(text, outcome, reason(details));
            finish(run);
            return;
        }
        WatchedRuns.Name name = new WatchedRuns.Name(message.senderId(), details.runId());
        WatchedRun known = runs.of(name);
        if (known != null && known.isOwed(message.messageId())) {
            return;
        }
        WatchedRun run = known == null ? runs.add(name, message.conversationId()) : known;
        run.answered(text, outcome, reason(details));
        finishWhenSettled(run);
    }

    private WatchedRun unstreamed(MessageAccepted message, String replyTo) {
        String agentId = message.senderId();
        String id = message.messageId();
        String askedId = runs.answeredBy(agentId, message.conversationId(), replyTo);
        return new WatchedRun(
                new WatchedRuns.Name(agentId, id), message.conversationId(), askedId, askedId == null ? id : askedId);
    }

    /** What the agent, or the hub in its stead, says of how it ended. */
    private static String reason(MessageDetails details) {
        return details == null || details.metadata() == null
                ? null
                : details.metadata().path(MessageDetails.RUN_REASON).asText(null);
    }

    @Override
    public synchronized void finished(String agentId, RunFinished finished, Outcome outcome) {
        if (!isForUs(agentId, finished.conversationId())) {
            return;
        }
        WatchedRun known = runs.answerTo(finished.runId(), agentId, finished.conversationId());
        WatchedRun run = known != null
                ? known
                : new WatchedRun(
                        new WatchedRuns.Name(agentId, finished.runId()),
                        finished.conversationId(),
                        finished.runId(),
                        finished.runId());
        run.answered("", outcome, null);
        finish(run);
    }

    /** Ends it, once. */
    private void finish(WatchedRun run) {
        if (!run.isOver()) {
            release(run);
            run.close();
            if (!run.isTextShown() && !run.text().isEmpty()) {
                write(run, TEXT, object().put("content", run.text()), run.nextSeq());
            }
            close(run);
        }
        if (run.isSettled()) {
            runs.forget(run);
        }
    }

    private void close(WatchedRun run) {
        String why = run.failure();
        String reason =
                switch (run.outcome()) {
                    case STOP, LENGTH, CANCELLED -> run.outcome().wireName();
                    case AGENT_ERROR -> failed(run, why == null || why.isEmpty() ? "the agent failed" : why, "error");
                    case AGENT_LOST -> failed(run, "the agent went away", Outcome.AGENT_LOST.wireName());
                    case AGENT_TIMEOUT -> failed(run, "the agent did not answer in time", "error");
                    case INTERNAL -> failed(run, "the hub could not finish this", "error");
                };
        write(run, "done", object().put("content", "").put("reason", reason), run.nextSeq());
    }

    private String failed(WatchedRun run, String message, String reason) {
        ObjectNode payload = object().put("message", message)
                .put("code", run.outcome().wireName())
                .put("fatal", true);
        write(run, "error", payload, run.nextSeq());
        return reason;
    }

    private boolean isForUs(String agentId, String conversationId) {
        return filter == null || filter.equals(agentId) || filter.equals(conversationId);
    }

    private static WatchedRuns.Name name(RunMoved piece) {
        return new WatchedRuns.Name(piece.senderId(), piece.runId());
    }

    private void write(WatchedRun run, String type, ObjectNode payload, long seq) {
        ObjectNode frame = object().put("id", "evt-" + UUID.randomUUID())
                .put("type", type)
                .put("agentId", run.agentId())
                .put("taskId", run.taskId())
                .put("timestamp", Instant.now().toString());
        frame.set("payload", payload);
        if (isExtended) {
            frame.put("seq", seq).put("conversationId", run.conversationId());
        }
        if (run.isHeldFull()) {
            release(run);
        }
        if (!run.holds(frame)) {
            outlet.write(frame.toString());
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
