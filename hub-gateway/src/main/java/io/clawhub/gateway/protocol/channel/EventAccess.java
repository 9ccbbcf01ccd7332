package io.clawhub.gateway.protocol.channel;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;

/**
 * Who may see what an agent thinks and does: the agent itself, the user whose id it is, administrators; and where ids may be
 * claimed by name, whoever comes from this very machine.
 */
@ApplicationScoped
class EventAccess {

    private final Identities identities;
    private final AccountDirectory accounts;

    EventAccess(Identities identities, AccountDirectory accounts) {
        this.identities = identities;
        this.accounts = accounts;
    }

    /**
     * Lets somebody watch.
     *
     * @param agentId the agent; null: all agents
     * @param address where they come from, in numbers
     * @return fails with {@link HubError#ACCESS_DENIED}
     */
    Uni<Void> check(Credential credential, String agentId, String address) {
        return mayWatch(credential, agentId, address)
                .invoke(may -> {
                    if (!may) {
                        throw new HubException(HubError.ACCESS_DENIED, "this agent's events are not for you");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> mayWatch(Credential credential, String agentId, String address) {
        if (credential.isNone()) {
            return Uni.createFrom().item(!identities.areCredentialsRequired() && isThisMachine(address));
        }
        if (credential.participantId() != null) {
            return credential.participantId().equals(agentId)
                    ? Uni.createFrom().item(true)
                    : accounts.find(credential.participantId()).map(EventAccess::isAdministrator);
        }
        return agentId == null
                ? Uni.createFrom().item(false)
                : identities.ownerOf(agentId).map(owner -> owner.filter(credential.userId()::equals)
                        .isPresent());
    }

    private static boolean isAdministrator(Account account) {
        return account != null && account.isAdministrator();
    }

    private static boolean isThisMachine(String address) {
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        return bare.startsWith("127.") || bare.equals("::1") || bare.equals("0:0:0:0:0:0:0:1");
    }
}
