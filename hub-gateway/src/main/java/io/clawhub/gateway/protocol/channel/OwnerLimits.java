package io.clawhub.gateway.protocol.channel;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.websocket.TokenBucket;

/** What the connections of one owner on this gateway share: their number, and how much they ask. */
@ApplicationScoped
class OwnerLimits {

    private final ChannelConfig config;
    private final ConcurrentMap<String, Shared> owners = new ConcurrentHashMap<>();

    private record Shared(TokenBucket questions, int connections) {}

    OwnerLimits(ChannelConfig config) {
        this.config = config;
    }

    /** Counts one more connection of the owner: its bucket, or null if there are too many. Nobody's are not counted. */
    TokenBucket enter(String owner) {
        if (owner.isEmpty()) {
            return bucket();
        }
        TokenBucket[] entered = {null};
        owners.compute(owner, (id, before) -> {
            if (before != null && before.connections() >= config.connectionsPerOwner()) {
                return before;
            }
            entered[0] = before == null ? bucket() : before.questions();
            return new Shared(entered[0], before == null ? 1 : before.connections() + 1);
        });
        return entered[0];
    }

    /** A counted connection is gone. */
    void leave(String owner) {
        owners.computeIfPresent(
                owner,
                (id, before) ->
                        before.connections() == 1 ? null : new Shared(before.questions(), before.connections() - 1));
    }

    private TokenBucket bucket() {
        return new TokenBucket(config.questionsPerSecond(), config.questionBurst(), System::nanoTime);
    }
}
