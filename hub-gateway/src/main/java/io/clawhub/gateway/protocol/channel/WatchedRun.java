package io.clawhub.gateway.protocol.channel;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.StreamEvent.RunStep;
import io.clawhub.gateway.core.sessions.Outcome;

/**
 * A run as one watcher has seen it. Its end is told twice, by its last piece and by its message, in either order, and one of
 * the two may be missing: how it ended is known when both are here, or after a while by that which is. Guarded by its watcher.
 */
final class WatchedRun {

    /** Events that wait at most: more than one run has in so short a time. */
    private static final int MAX_HELD = 100;

    private final WatchedRuns.Name name;
    private String taskId;
    private final String conversationId;
    private String askedId;
    private String messageId;
    private long lastSeq;
    private RunStep lastStep;
    private String failure;
    private Outcome outcome;
    private String text = "";
    /** Null: its events are written. */
    private List<ObjectNode> held;

    private boolean begun;
    private boolean textShown;
    private boolean owed;
    private boolean over;

    /**
     * A run.
     *
     * @param askedId the hub's id of what was asked, or null if it was not, or is not known
     * @param taskId the id that watchers get
     */
    WatchedRun(WatchedRuns.Name name, String conversationId, String askedId, String taskId) {
        this.name = name;
        this.conversationId = conversationId;
        this.askedId = askedId;
        this.taskId = taskId;
    }

    WatchedRuns.Name name() {
        return name;
    }

    String agentId() {
        return name.agentId();
    }

    String taskId() {
        return taskId;
    }

    String conversationId() {
        return conversationId;
    }

    String askedId() {
        return askedId;
    }

    /** The question came after its first pieces. */
    void asked(String runId) {
        askedId = runId;
    }

    /** Its first events wait: the question, which names the task, may be on its way. */
    void hold() {
        held = new ArrayList<>();
    }

    /** Whether this event waits. */
    boolean holds(ObjectNode event) {
        if (held == null) {
            return false;
        }
        held.add(event);
        return true;
    }

    boolean isHeldFull() {
        return held != null && held.size() >= MAX_HELD;
    }

    /** What has waited; from now on nothing does, and its task has its name for good. */
    List<ObjectNode> released() {
        if (held == null) {
            return List.of();
        }
        List<ObjectNode> events = held;
        held = null;
        taskId = askedId == null ? taskId : askedId;
        events.forEach(event -> event.put("taskId", taskId));
        return events;
    }

    /** Its number among the run's events. */
    long nextSeq() {
        return ++lastSeq;
    }

    /** A piece was shown. */
    void shown(long seq, boolean isText) {
        lastSeq = Math.max(lastSeq, seq);
        textShown |= isText;
    }

    boolean isTextShown() {
        return textShown;
    }

    /** True the first time. */
    boolean begins(String finalMessageId) {
        messageId = finalMessageId == null ? messageId : finalMessageId;
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** Whether this is the beginning of another run of the same name. Pieces of one agent come in order, so after its last one all are. */
    boolean isOther(RunStep step, String finalMessageId) {
        return lastStep != null
                || step == RunStep.BEGIN
                        && messageId != null
                        && finalMessageId != null
                        && !messageId.equals(finalMessageId);
    }

    /** Its last piece; of one that failed with why. */
    void ended(long seq, RunStep step, String why) {
        lastSeq = Math.max(lastSeq, seq - 1);
        lastStep = step;
        failure = failure == null ? why : failure;
    }

    boolean isEnded() {
        return lastStep != null;
    }

    /** Its message, or that there is none. */
    void answered(String whole, Outcome how, String why) {
        text = whole;
        outcome = how;
        failure = why == null ? failure : why;
    }

    boolean isAnswered() {
        return outcome != null;
    }

    String text() {
        return text;
    }

    /** Why it failed, in the agent's words, or null. */
    String failure() {
        return failure;
    }

    Outcome outcome() {
        if (outcome != null) {
            return outcome;
        }
        return lastStep == RunStep.FAIL ? Outcome.AGENT_ERROR : Outcome.STOP;
    }

    /** It takes the name of one whose message has not come yet. */
    void follows(WatchedRun before) {
        owed = before.isEnded() && !before.isAnswered();
    }

    /** Whether this message is that of the run before it. */
    boolean isOwed(String itsMessageId) {
        boolean isBefore = owed && !itsMessageId.equals(messageId);
        owed = false;
        return isBefore;
    }

    void close() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Whether nothing of it can come any more. */
    boolean isSettled() {
        return over && isEnded() && isAnswered();
    }
}
