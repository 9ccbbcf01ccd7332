package io.clawhub.gateway.core.sessions;

import java.util.Arrays;

/** How a run ended. */
public enum Outcome {
    /** The agent has answered. */
    STOP,
    /** It is as long as an answer may be. */
    LENGTH,
    /** Somebody asked to stop it. */
    CANCELLED,
    /** The agent says that it failed. */
    AGENT_ERROR,
    /** The agent went away and did not come back in time. */
    AGENT_LOST,
    /** The agent did not begin, or did not go on, in time. */
    AGENT_TIMEOUT,
    /** A fault of ours. */
    INTERNAL;

    /** The word in the table and on the wire. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The outcome of this name, or that of the agent's own words. */
    static Outcome of(String status, String reason) {
        return Arrays.stream(values())
                .filter(one -> one.wireName().equals(reason))
                .findFirst()
                .orElse("cancelled".equals(status) ? CANCELLED : AGENT_ERROR);
    }
}
