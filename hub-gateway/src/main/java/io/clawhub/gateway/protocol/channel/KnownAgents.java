package io.clawhub.gateway.protocol.channel;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.core.presence.Presence.Status;
import io.clawhub.gateway.core.presence.PresenceService;

/** Which agents anybody knows: those that are or were here, and those with an account. */
@ApplicationScoped
class KnownAgents {

    /** Presence hears of an agent that has just come to another gateway a moment later. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final ConnectionRegistry connections;
    private final PresenceService presences;
    private final AccountDirectory accounts;

    KnownAgents(ConnectionRegistry connections, PresenceService presences, AccountDirectory accounts) {
        this.connections = connections;
        this.presences = presences;
        this.accounts = accounts;
    }

    /**
     * Whether somebody knows this agent. While nobody can say, it counts as known.
     *
     * @return fails with {@link HubError#AGENT_NOT_FOUND}
     */
    Uni<Void> check(String agentId) {
        if (connections.of(agentId).length > 0) {
            return Uni.createFrom().voidItem();
        }
        return presences
                .of(agentId)
                .chain(now -> wasSeen(now) ? Uni.createFrom().item(true) : hasAccount(agentId))
                .chain(known -> known ? Uni.createFrom().item(true) : lookAgain(agentId))
                .invoke(known -> {
                    if (!known) {
                        throw new HubException(HubError.AGENT_NOT_FOUND, "no such agent");
                    }
                })
                .replaceWithVoid();
    }

    private static boolean wasSeen(Presence now) {
        return now.status() != Status.OFFLINE || now.lastActiveAt() != null;
    }

    private Uni<Boolean> hasAccount(String agentId) {
        return accounts.find(agentId)
                .map(account -> account != null)
                .onFailure()
                .recoverWithItem(true);
    }

    private Uni<Boolean> lookAgain(String agentId) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(SETTLE)
                .chain(() -> presences.of(agentId))
                .map(KnownAgents::wasSeen);
    }
}
