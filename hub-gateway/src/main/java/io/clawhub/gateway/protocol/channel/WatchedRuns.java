package io.clawhub.gateway.protocol.channel;

import java.util.LinkedHashMap;
import java.util.Map;

import io.clawhub.gateway.core.sessions.AgentWatcher.Asked;

/**
 * The runs that one watcher has seen: those that go on, and those of which something may come late. Bounded: the oldest are
 * forgotten. Guarded by its watcher.
 */
final class WatchedRuns {

    private static final int MAX = 1_000;

    private final Map<Name, WatchedRun> runs = new Newest<>();
    /** By conversation: what was asked last and is not answered yet. */
    private final Map<String, Asked> questions = new Newest<>();

    /** Agents name their runs themselves, so two may use the same name. */
    record Name(String agentId, String runId) {}

    private static final class Newest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX;
        }
    }

    /** The newest run of this name, or null. */
    WatchedRun of(Name name) {
        return runs.get(name);
    }

    /** A run begins. The first one after a question is its answer. */
    WatchedRun add(Name name, String conversationId) {
        Asked question = questions.get(conversationId);
        boolean isAnswer = question != null && question.agentId().equals(name.agentId());
        if (isAnswer) {
            questions.remove(conversationId);
        }
        String askedId = isAnswer ? question.runId() : null;
        WatchedRun run = new WatchedRun(name, conversationId, askedId, isAnswer ? askedId : name.runId());
        WatchedRun before = runs.remove(name);
        if (before != null) {
            run.follows(before);
        }
        runs.put(name, run);
        return run;
    }

    /** Something is asked; its answer may have begun. Returns that, or null. */
    WatchedRun asked(Asked question) {
        for (WatchedRun run : runs.values()) {
            if (run.askedId() == null
                    && !run.isEnded()
                    && isOpenIn(run, question.agentId(), question.conversationId())) {
                run.asked(question.runId());
                return run;
            }
        }
        questions.put(question.conversationId(), question);
        return null;
    }

    /** The question that a message answers, which is not streamed: the last one, unless it says another. Null: none. */
    String answeredBy(String agentId, String conversationId, String replyTo) {
        Asked question = questions.get(conversationId);
        if (question == null
                || !question.agentId().equals(agentId)
                || replyTo != null && !replyTo.equals(question.messageId())) {
            return null;
        }
        questions.remove(conversationId);
        return question.runId();
    }

    /** The run that answers this; null if there is none, or it is not known. */
    WatchedRun answerTo(String askedId, String agentId, String conversationId) {
        WatchedRun maybe = null;
        for (WatchedRun run : runs.values()) {
            if (askedId.equals(run.askedId())) {
                return run;
            }
            // What has said something ends with a message.
            if (run.askedId() == null && !run.isTextShown() && isOpenIn(run, agentId, conversationId)) {
                maybe = run;
            }
        }
        questions.computeIfPresent(
                conversationId, (id, question) -> question.runId().equals(askedId) ? null : question);
        return maybe;
    }

    private static boolean isOpenIn(WatchedRun run, String agentId, String conversationId) {
        return !run.isOver()
                && run.agentId().equals(agentId)
                && run.conversationId().equals(conversationId);
    }

    /** Nothing of this run can come any more. */
    void forget(WatchedRun run) {
        runs.remove(run.name(), run);
    }
}
