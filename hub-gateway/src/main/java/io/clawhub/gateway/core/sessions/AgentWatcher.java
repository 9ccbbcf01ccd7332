package io.clawhub.gateway.core.sessions;

import io.clawhub.events.StreamEvent.RunFinished;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.archive.LoggedMessage;

/** Hears what an agent does, in whatever conversation. Called on the log's threads; must not block or throw. */
public interface AgentWatcher {

    /**
     * A session asks an agent something.
     *
     * @param agentId the agent
     * @param conversationId where
     * @param runId the hub's id of what is asked
     * @param messageId the question's message
     */
    record Asked(String agentId, String conversationId, String runId, String messageId) {}

    /** Something is asked; in no order to the pieces. */
    void asked(Asked question);

    /** A piece of a run. Those of one run come in order, unless some are lost. */
    void piece(RunMoved piece);

    /** Something said, and how the run ended that it ends; in no order to the pieces. */
    void said(LoggedMessage logged, Outcome outcome);

    /** What a session asked is over without a message. Behind the run's pieces. */
    void finished(String agentId, RunFinished finished, Outcome outcome);
}
