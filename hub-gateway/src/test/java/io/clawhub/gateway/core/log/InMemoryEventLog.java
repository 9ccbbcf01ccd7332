package io.clawhub.gateway.core.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.Seq;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** The log as a list. It can be full (refuses at once) or stalled (confirms nothing). */
public final class InMemoryEventLog implements EventLog {

    public final List<ChatEvent> events = new ArrayList<>();
    /** Where the receipt of each event goes, null for nowhere. */
    public final List<String> receiptsTo = new ArrayList<>();
    /** What was published to other topics. */
    public final List<Object> published = new ArrayList<>();

    public volatile boolean full;
    public volatile boolean stalled;

    @Override
    public synchronized CompletableFuture<LogPosition> append(ChatEvent event, String receiptTo) {
        if (full) {
            return CompletableFuture.failedFuture(new HubException(HubError.LOG_UNAVAILABLE, "full"));
        }
        events.add(event);
        receiptsTo.add(receiptTo);
        long offset = events.size() - 1;
        return stalled
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(new LogPosition(0, offset, Seq.of(0, offset), 1_000 + offset));
    }

    @Override
    public synchronized void publish(Topics topic, String key, Object record) {
        published.add(record);
    }

    @Override
    public boolean isConfirming() {
        return !stalled;
    }
}
