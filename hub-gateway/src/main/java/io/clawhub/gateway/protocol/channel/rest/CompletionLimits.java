package io.clawhub.gateway.protocol.channel.rest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.protocol.channel.ChannelConfig;
import io.clawhub.gateway.websocket.TokenBucket;

/** What the requests of one owner on this gateway share: how many are open, and how often it asks. Safe for any thread. */
@ApplicationScoped
class CompletionLimits {

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final CompletionsConfig config;
    private final ChannelConfig channel;
    private final Cache<String, Shared> owners = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterAccess(REMEMBERED)
            .build();

    private record Shared(TokenBucket questions, AtomicInteger open) {}

    CompletionLimits(CompletionsConfig config, ChannelConfig channel) {
        this.config = config;
        this.channel = channel;
    }

    /**
     * One more request.
     *
     * @param owner an account, a user, or an address
     * @return to be run once it is over
     * @throws HubException {@link HubError#RATE_LIMITED}
     */
    Runnable enter(String owner) {
        Shared shared = owners.get(owner, id -> new Shared(bucket(), new AtomicInteger()));
        if (shared.open().incrementAndGet() > config.maxOpenPerOwner()) {
            shared.open().decrementAndGet();
            throw new HubException(HubError.RATE_LIMITED, "too many requests are open");
        }
        if (shared.questions().take() > 0) {
            shared.open().decrementAndGet();
            throw new HubException(HubError.RATE_LIMITED, "too many questions, please wait");
        }
        return shared.open()::decrementAndGet;
    }

    private TokenBucket bucket() {
        return new TokenBucket(channel.questionsPerSecond(), channel.questionBurst(), System::nanoTime);
    }
}
