package io.clawhub.gateway.core.sessions;

import io.clawhub.gateway.core.Ids;

/**
 * Names a session.
 *
 * @param owner whose it is: an account, a user, or empty for everybody who knows its name
 * @param agentId the agent
 * @param name what its owner calls it
 */
public record SessionKey(String owner, String agentId, String name) {

    /** The participant that speaks for this session's owner: all gateways and all devices of the owner meet as this one. */
    public String participantId() {
        return Ids.sessionParticipantId(owner, agentId, name);
    }

    /** The conversation of the two. */
    public String conversationId() {
        return Ids.directConversationId(participantId(), agentId);
    }
}
