package io.clawhub.gateway.core.sessions;

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

/** Whether an agent can be asked now. */
@ApplicationScoped
public class AgentStanding {

    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final ConnectionRegistry connections;
    private final AccountDirectory accounts;
    private final PresenceService presences;

    AgentStanding(ConnectionRegistry connections, AccountDirectory accounts, PresenceService presences) {
        this.connections = connections;
        this.presences = presences;
        this.accounts = accounts;
    }

    /**
     * Whether it is there, as far as anybody knows: while presence does not answer it counts as there.
     *
     * @param last what presence said last, or null
     * @return fails with {@link HubError#AGENT_NOT_FOUND} if it has no account and was never seen
     */
    Uni<Boolean> isThere(String agentId, Presence last) {
        if (connections.of(agentId).length > 0 || last == null || last.status() != Status.OFFLINE) {
            return Uni.createFrom().item(true);
        }
        if (last.lastActiveAt() != null) {
            return Uni.createFrom().item(false);
        }
        return accounts.find(agentId)
                .chain(account -> account != null ? Uni.createFrom().item(false) : lookAgain(agentId));
    }

    /**
     * Whether somebody knows this agent. While nobody can say, it counts as known.
     *
     * @return fails with {@link HubError#AGENT_NOT_FOUND}
     */
    public Uni<Void> check(String agentId) {
        if (connections.of(agentId).length > 0) {
            return Uni.createFrom().voidItem();
        }
        return presences
                .of(agentId)
                .chain(now -> isThere(agentId, now))
                .onFailure(failure -> HubException.of(failure).error() != HubError.AGENT_NOT_FOUND)
                .recoverWithItem(true)
                .replaceWithVoid();
    }

    /** Presence hears of an agent that has just come to another gateway a moment later. */
    private Uni<Boolean> lookAgain(String agentId) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(SETTLE)
                .chain(() -> presences.of(agentId))
                .map(now -> {
                    if (now.status() == Status.OFFLINE && now.lastActiveAt() == null) {
                        throw new HubException(HubError.AGENT_NOT_FOUND, "no such agent");
                    }
                    return now.status() != Status.OFFLINE;
                });
    }
}
