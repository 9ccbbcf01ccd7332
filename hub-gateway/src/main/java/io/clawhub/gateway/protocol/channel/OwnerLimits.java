package io.clawhub.gateway.protocol.channel;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.websocket.TokenBucket;

/** What the connections of one owner on this gateway share: their number, and how much they ask. Safe for any thread. */
@ApplicationScoped
class OwnerLimits {

    private static final int MAX_REMEMBERED = 10_000;
    /** By then a bucket is full again, whatever was taken from it. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final ChannelConfig config;
    /** Owners with connections. */
    private final ConcurrentMap<String, Shared> owners = new ConcurrentHashMap<>();
    /** The buckets of owners whose last connection has gone: coming again does not fill them. */
    private final Cache<String, TokenBucket> gone = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

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
            if (before == null) {
                entered[0] = gone.get(owner, absent -> bucket());
                return new Shared(entered[0], 1);
            }
            if (before.connections() >= config.connectionsPerOwner()) {
                return before;
            }
            entered[0] = before.questions();
            return new Shared(entered[0], before.connections() + 1);
        });
        return entered[0];
    }

    /** A counted connection is gone. */
    void leave(String owner) {
        owners.computeIfPresent(owner, (id, before) -> {
            if (before.connections() == 1) {
                gone.put(owner, before.questions());
                return null;
            }
            return new Shared(before.questions(), before.connections() - 1);
        });
    }

    private TokenBucket bucket() {
        return new TokenBucket(config.questionsPerSecond(), config.questionBurst(), System::nanoTime);
    }
}
