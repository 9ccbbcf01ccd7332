package io.clawhub.gateway.protocol.im;

import io.clawhub.events.MessageDetails;

/** Streaming: a message that is shown while it grows. */
sealed interface RunFrame extends ImFrame {

    /** The run. */
    String runId();

    /**
     * A run begins, or goes on over this connection.
     *
     * @param cmid the idempotency key of the message that will end it
     * @param targetId whom it is for, if no conversation is named
     * @param conversationId where
     * @param serviceId the service it is addressed through
     * @param details what goes with the message, or null
     */
    record Begin(
            String runId, String cmid, String targetId, String conversationId, String serviceId, MessageDetails details)
            implements RunFrame {}

    /** Text is added. {@code kind}: null for the text itself. */
    record Delta(String runId, long seq, String kind, String text) implements RunFrame {}

    /** The whole text is set. */
    record Replace(String runId, long seq, String text) implements RunFrame {}

    /**
     * The run is over.
     *
     * @param cmid the run's idempotency key, or null
     * @param text its text
     * @param serviceId the service, unless the beginning named it
     * @param details what goes with the message; what is given here counts instead of what the beginning gave
     */
    record End(
            String runId,
            String cmid,
            long seq,
            String text,
            String serviceId,
            MessageDetails details,
            Outcome outcome,
            String reason)
            implements RunFrame {}

    /** Asks the owner of a run to stop it. */
    record Cancel(String runId, String conversationId) implements RunFrame {}

    /** How a run ended. */
    enum Outcome {
        /** As it should. */
        COMPLETE,
        /** By a fault of its owner. */
        FAILED,
        /** Because somebody asked. */
        CANCELLED;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
