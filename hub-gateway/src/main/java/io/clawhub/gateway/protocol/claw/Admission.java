package io.clawhub.gateway.protocol.claw;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.accounts.Identities.Credential;

/**
 * What the upgrade told of who is coming. Absent values are null.
 *
 * @param agentId the agent it named
 * @param how how the agent was identified
 * @param credential the credential it showed, or {@link Credential#NONE}
 * @param plain whether the agent was named by the header: the plain dialect A. The URL's parameter is for other clients
 */
record Admission(String agentId, Authentication how, Credential credential, boolean plain) {

    /** Makes it known to the connection. */
    void to(ClawConnection connection, boolean acks) {
        connection.opened(credential);
        if (agentId != null) {
            connection.named(agentId, how, plain, acks);
        } else if (credential.participantId() != null) {
            connection.proved(credential.participantId());
        }
    }
}
