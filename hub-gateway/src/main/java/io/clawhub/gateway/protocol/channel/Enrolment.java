package io.clawhub.gateway.protocol.channel;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.accounts.Identities.Credential;

/**
 * How a client came: what its URL and its credential say.
 *
 * @param path by which path
 * @param credential what it presented
 * @param address where it comes from
 * @param agentId the URL's agent, or null
 * @param sessionId the URL's session, or null
 * @param version 1 or 2
 * @param clientId of a stream of all events the client, of which there is one connection; otherwise null
 * @param filter of a stream of all events the agent or conversation that it wants; null: everything
 */
record Enrolment(
        Path path,
        Credential credential,
        String address,
        String agentId,
        String sessionId,
        int version,
        String clientId,
        String filter) {

    /** Who is asked when the URL names no agent. */
    static final String DEFAULT_AGENT = "main";

    /** The paths of this protocol. */
    enum Path {
        /** Questions and answers; events if the URL names an agent and the client may hear them. */
        CHANNEL,
        /** One agent's events, and questions to it. */
        AGENT,
        /** The events of all agents. */
        EVENTS
    }

    /** Whose the sessions are: empty for everybody who knows a session's name. */
    String owner() {
        return ChannelCallers.owner(credential);
    }

    Authentication how() {
        return ChannelCallers.how(credential);
    }

    boolean isExtended() {
        return version >= 2;
    }

    /** Whether it hears events from the start, if it may. */
    boolean wantsEvents() {
        return path == Path.EVENTS || agentId != null;
    }
}
