package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;

/** Which channels are in use, noted at most once per quarter of the idle limit for each. */
@ApplicationScoped
public class ChannelActivity {

    private static final int MAX_REMEMBERED = 100_000;
    private static final int MAX_WAITING = 10_000;

    private final long intervalNanos;
    /** When a channel's activity was noted, {@code System.nanoTime()}. */
    private final Cache<String, Long> noted =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private final Set<String> waiting = ConcurrentHashMap.newKeySet();

    ChannelActivity(GatewayConfig config) {
        Duration limit = config.channels().idleLimit();
        this.intervalNanos = limit.dividedBy(4).toNanos();
    }

    /** Something was said in a channel. Never blocks. */
    public void said(String conversationId) {
        Long last = noted.getIfPresent(conversationId);
        long now = System.nanoTime();
        if ((last == null || now - last >= intervalNanos) && waiting.size() < MAX_WAITING) {
            noted.put(conversationId, now);
            waiting.add(conversationId);
        }
    }

    /** The channels in use that have not been written yet; those that were are to be {@linkplain #written told}. */
    List<String> waiting() {
        return List.copyOf(waiting);
    }

    void written(List<String> conversationIds) {
        conversationIds.forEach(waiting::remove);
    }
}
