package io.clawhub.gateway.core.sessions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smallrye.config.SmallRyeConfigBuilder;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push;

/** A session that is fed by hand, with its clock, what its reader hears, and what it has done elsewhere. */
final class SessionBench {

    static final String ME = "ws:1";
    static final String AGENT = "agent";

    final List<String> done = new ArrayList<>();
    final List<SessionEvent> heard = new ArrayList<>();
    long now = 1_000_000;
    long seq = 100;
    final SessionReader reader = heard::add;
    final Session session;

    SessionBench() {
        SessionsConfig config = new SmallRyeConfigBuilder()
                .withMapping(SessionsConfig.class)
                .build()
                .getConfigMapping(SessionsConfig.class);
        session = new Session(ME, AGENT, new Noted(), config, () -> now);
        session.join(reader);
        session.loaded(List.of(), "gateway");
    }

    void later(long millis) {
        now += millis;
        session.tick();
    }

    void ask(String runId) {
        session.on(arrived(ME, Ids.messageId(ME, runId), runId, "?", null));
    }

    void answer(String text, String runId, String status, String reason) {
        ObjectNode metadata = null;
        if (status != null) {
            metadata = JsonNodeFactory.instance
                    .objectNode()
                    .put("run_status", status)
                    .put("run_reason", reason);
        }
        MessageDetails details = new MessageDetails(null, null, null, null, metadata, runId);
        session.on(arrived(AGENT, "m" + (seq + 1), null, text, details));
    }

    Push arrived(String from, String id, String key, String text, MessageDetails details) {
        String other = from.equals(ME) ? AGENT : ME;
        MessageAccepted message = new MessageAccepted(
                id,
                key,
                "dc_1",
                ConversationKind.DIRECT,
                from,
                List.of(from, other),
                null,
                TextNode.valueOf(text),
                details,
                null,
                null,
                null);
        return new Push.MessageArrived(new LoggedMessage(message, ++seq, Instant.ofEpochMilli(now)));
    }

    void piece(String runId, long first, long last, RunStep step, String text) {
        session.on(new Push.RunSeen(
                new RunMoved(runId, "dc_1", AGENT, null, null, first, last, step, null, text, List.of(ME))));
    }

    /** A stream begins that says what it answers. */
    void begin(String runId, String replyTo) {
        session.on(new Push.RunSeen(
                new RunMoved(runId, "dc_1", AGENT, null, replyTo, 0, 0, RunStep.BEGIN, null, null, List.of(ME))));
    }

    /** Somebody stops a run on another gateway. */
    void stoppedElsewhere(String runId) {
        session.on(new Push.RunCancelled(new RunCancelAsked(runId, "dc_1", ME, List.of(AGENT, ME))));
    }

    static AskedRun row(String runId, long promptSeq) {
        return new AskedRun(runId, "dc_1", ME, AGENT, "?", null, RunState.ACTIVE, "other", promptSeq, null, null);
    }

    private final class Noted implements SessionActions {

        @Override
        public void ended(String runId, Outcome outcome) {
            done.add("ended " + runId + " " + outcome);
        }

        @Override
        public void finish(String runId, Outcome outcome) {
            done.add("finish " + runId + " " + outcome);
        }

        @Override
        public void keep(ActiveRun run, Outcome outcome) {
            done.add("keep " + run.text() + " " + outcome);
        }

        @Override
        public void giveUp(ActiveRun run, Outcome outcome) {
            done.add("give up " + run.text() + " " + outcome);
        }

        @Override
        public void cancel(String agentRunId) {
            done.add("cancel " + agentRunId);
        }

        @Override
        public void snapshot() {
            done.add("snapshot");
        }

        @Override
        public void lookUp() {
            done.add("look up");
        }

        @Override
        public void check(String runId) {
            done.add("check " + runId);
        }
    }
}
