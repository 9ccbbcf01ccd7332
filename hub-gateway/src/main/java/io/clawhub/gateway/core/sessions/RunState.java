package io.clawhub.gateway.core.sessions;

/** Where something that was asked for stands. */
public enum RunState {
    /** Others were asked before it. */
    QUEUED,
    /** It was put to the agent. */
    ACTIVE,
    /** It is over. */
    ENDED;

    /** The word in the table and on the wire. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
