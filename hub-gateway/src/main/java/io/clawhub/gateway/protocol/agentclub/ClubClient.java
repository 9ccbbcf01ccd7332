package io.clawhub.gateway.protocol.agentclub;

/** What the core is told of every client of this protocol. */
public final class ClubClient {

    /**
     * The client that all programs of a participant are together. Its cursors are shared: an agent's processes and a person's
     * tabs read for each other.
     */
    public static final String ID = "agentclub";

    /** The protocol's name in metrics and records, when it comes without a socket. */
    public static final String OVER_HTTP = "agentclub-rest";

    private ClubClient() {}
}
