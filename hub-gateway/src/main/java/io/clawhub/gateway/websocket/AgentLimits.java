package io.clawhub.gateway.websocket;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.clawhub.gateway.GatewayConfig;

/** What the connections of one agent on this gateway share, whatever they speak: their number and their rate. */
@Singleton
public final class AgentLimits {

    private final ConcurrentMap<String, Shared> agents = new ConcurrentHashMap<>();
    private final GatewayConfig.Limits limits;

    private record Shared(TokenBucket bucket, int connections) {}

    @Inject
    AgentLimits(GatewayConfig config) {
        this(config.limits());
    }

    /** These limits. */
    public AgentLimits(GatewayConfig.Limits limits) {
        this.limits = limits;
    }

    /** Whether the agent may have one more connection. */
    public boolean hasRoom(String participantId) {
        Shared shared = agents.get(participantId);
        return shared == null || shared.connections() < limits.connectionsPerAgent();
    }

    /** Counts one more connection. Its agent's bucket, or null if there are too many; then it does not count. */
    public TokenBucket enter(String participantId) {
        // Only this call's own entry tells whether it was counted, whatever others do meanwhile.
        boolean[] entered = {false};
        Shared shared = agents.compute(participantId, (id, before) -> {
            int connections = before == null ? 0 : before.connections();
            entered[0] = connections < limits.connectionsPerAgent();
            TokenBucket bucket = before == null
                    ? new TokenBucket(limits.agentMessagesPerSecond(), limits.agentBurst(), System::nanoTime)
                    : before.bucket();
            return entered[0] ? new Shared(bucket, connections + 1) : before;
        });
        return entered[0] ? shared.bucket() : null;
    }

    /** A counted connection is gone. */
    public void leave(String participantId) {
        agents.computeIfPresent(
                participantId,
                (id, before) ->
                        before.connections() == 1 ? null : new Shared(before.bucket(), before.connections() - 1));
    }
}
