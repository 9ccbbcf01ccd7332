package io.clawhub.client;

/**
 * How somebody's reply stands while it grows.
 *
 * @param runId the run; unique for its author
 * @param conversationId where
 * @param from whose reply it is
 * @param state what happened
 * @param kind what {@code delta} is: {@code text}, or {@code think}, {@code tool}, {@code tool_result}, {@code progress},
 *     which are not part of the text
 * @param delta what came since the last update; null when the text was set anew
 * @param text the reply so far, or all of it once it has ended with a message
 */
public record RunUpdate(
        String runId, String conversationId, String from, State state, String kind, String delta, String text) {

    /** What happened to a reply. */
    public enum State {
        /** It is new here. */
        BEGUN,
        /** There is more of it, or it goes on after a pause. */
        GROWING,
        /** Its author has lost the connection, and goes on when it is back. */
        PAUSED,
        /** It is over. What is to be kept of it comes as a message. */
        ENDED
    }

    /** This one and then that one, of the same reply, in one; of what is no text only the later is kept. */
    RunUpdate then(RunUpdate next) {
        State both = state == State.BEGUN && next.state == State.GROWING ? State.BEGUN : next.state;
        String added = next.delta;
        if (next.delta != null && kind.equals(next.kind)) {
            added = delta == null ? null : delta + next.delta;
        }
        return new RunUpdate(runId, conversationId, from, both, next.kind, added, next.text);
    }
}
