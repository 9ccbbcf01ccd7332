package io.clawhub.gateway.core;

import io.clawhub.events.StreamEvent.RunStep;

/** What matters for seconds only: told to those who are connected now, and lost when nobody is. */
public sealed interface StreamCommand extends Command {

    /** The caller writes in the conversation, or to the target, or stopped writing. */
    record ShowTyping(String conversationId, String targetId, boolean on) implements StreamCommand {}

    /**
     * A piece of a run. The message that ends a run is a {@link Command.SendMessage} whose details carry the run's id; this
     * command with {@link RunStep#END} follows it.
     *
     * @param runId the caller's id of the run
     * @param clientMsgId the caller's key of the message that will end it, with {@link RunStep#BEGIN}; otherwise null
     * @param replyTo the message that it answers, with {@link RunStep#BEGIN}, or null
     * @param conversationId where it runs; with {@link RunStep#BEGIN} the target may be named instead
     * @param targetId whom it is for
     * @param seq 1, 2, 3 … within the run
     * @param step what it does
     * @param kind what the text is; null: text
     * @param text the text, or null
     */
    record MoveRun(
            String runId,
            String clientMsgId,
            String replyTo,
            String conversationId,
            String targetId,
            long seq,
            RunStep step,
            String kind,
            String text)
            implements StreamCommand {

        /** One that does not say what it answers. */
        public MoveRun(
                String runId,
                String clientMsgId,
                String conversationId,
                String targetId,
                long seq,
                RunStep step,
                String kind,
                String text) {
            this(runId, clientMsgId, null, conversationId, targetId, seq, step, kind, text);
        }
    }

    /** Asks the owner of a run to stop it. */
    record CancelRun(String runId, String conversationId) implements StreamCommand {}
}
