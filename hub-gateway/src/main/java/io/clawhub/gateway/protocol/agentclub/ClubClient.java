package io.clawhub.gateway.protocol.agentclub;

/** The client that all programs of a participant are together in this protocol. */
public final class ClubClient {

    /** Its id. Its cursors are shared: an agent's processes and a person's tabs read for each other. */
    public static final String ID = "agentclub";

    private ClubClient() {}
}
