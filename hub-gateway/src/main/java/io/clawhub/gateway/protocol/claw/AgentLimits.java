package io.clawhub.gateway.protocol.claw;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.clawhub.gateway.GatewayConfig;

/** What the connections of one agent on this gateway share: their number and their rate. */
final class AgentLimits {

    private final ConcurrentMap<String, Shared> agents = new ConcurrentHashMap<>();
    private final GatewayConfig.Limits limits;

    private record Shared(TokenBucket bucket, int connections) {}

    AgentLimits(GatewayConfig.Limits limits) {
        this.limits = limits;
    }

    /** Whether the agent may have one more connection. */
    boolean hasRoom(String participantId) {
        Shared shared = agents.get(participantId);
        return shared == null || shared.connections() < limits.connectionsPerAgent();
    }

    /** Counts one more connection. Its agent's bucket, or null if there are too many; then it does not count. */
    TokenBucket enter(String participantId) {
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
    void leave(String participantId) {
        agents.computeIfPresent(
                participantId,
                (id, before) ->
                        before.connections() == 1 ? null : new Shared(before.bucket(), before.connections() - 1));
    }
}
