package io.clawhub.gateway.core.sessions;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What happens in a session. Of one run every reader hears the same: what it grew by, in order and without a gap, from the
 * {@link Snapshot} on if it came late; and then how it ended, once and last. Runs do not interleave.
 */
public sealed interface SessionEvent {

    /** The run; of what the agent says unasked, the id of its message or its own id of the run. */
    String runId();

    /**
     * The log has a question.
     *
     * @param messageId the question's message
     * @param metadata what was added for the agent, or null
     */
    record Asked(String runId, String messageId, String text, JsonNode metadata) implements SessionEvent {}

    /**
     * The answer grew.
     *
     * @param messageId the id that the answer will have; null while it is not known
     * @param seq of the agent's piece
     * @param offset characters (UTF-16) of the answer before this
     * @param text what it grew by
     */
    record Grown(String runId, String messageId, long seq, int offset, String text) implements SessionEvent {}

    /** The answer is another one now: it does not begin like what was shown. */
    record Replaced(String runId, String messageId, long seq, String text) implements SessionEvent {}

    /** The agent shows what it does: {@code kind} is {@code think}, {@code tool}, {@code tool_result} or {@code progress}. */
    record Noted(String runId, long seq, String kind, String text) implements SessionEvent {}

    /** The whole of an answer that was not shown while it grew. */
    record Said(String runId, String messageId, String text) implements SessionEvent {}

    /**
     * A run as it stands, for a reader who came late.
     *
     * @param seq of the last piece in it
     * @param text the answer so far
     */
    record Snapshot(String runId, String messageId, long seq, String text) implements SessionEvent {}

    /**
     * The run is over. What was answered is in the log.
     *
     * @param messageId the answer's message, or null if there is none
     * @param text the whole answer; empty if there is none
     */
    record Ended(String runId, String messageId, Outcome outcome, String text) implements SessionEvent {}
}
