package io.clawhub.gateway.core.sessions;

/** What a session has done elsewhere. None of these blocks, and what comes of them reaches the session by the log. */
interface SessionActions {

    /** A run ended with a message of the log: the next one may begin. */
    void ended(String runId, Outcome outcome);

    /** Ends a run of which there is nothing to keep. */
    void finish(String runId, Outcome outcome);

    /** Puts what a run has come to into the log as its agent's message, which ends it. */
    void keep(ActiveRun run, Outcome outcome);

    /** Goes on to end a run that its readers have given up, while the log or the table does not answer. */
    void giveUp(ActiveRun run, Outcome outcome);

    /** Asks the agent to stop, and tells the session wherever it is followed. */
    void cancel(String agentRunId);

    /** Asks for the run as it stands. */
    void snapshot();

    /** Looks up what runs; the session waits for {@link Session#loaded}. */
    void lookUp();

    /** Looks up whether a run is over. */
    void check(String runId);
}
