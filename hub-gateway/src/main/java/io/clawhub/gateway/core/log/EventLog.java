package io.clawhub.gateway.core.log;

import java.util.concurrent.CompletableFuture;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.Topics;

/** The write side of the log. Never blocks. */
public interface EventLog {

    /**
     * Appends an event. The future completes on the log's own thread once the record is durable ({@code acks=all}).
     * While the log is away the record is kept and retried in order, so the future may stay open for long: whoever waits
     * brings a time-out. It fails at once with {@link io.clawhub.gateway.core.HubError#LOG_UNAVAILABLE} when the memory
     * for unconfirmed records is used up.
     */
    default CompletableFuture<LogPosition> append(ChatEvent event) {
        return append(event, null);
    }

    /**
     * The same for a message whose sender waits to hear of its delivery.
     *
     * @param receiptTo the gateway where the sender waits, or null
     */
    CompletableFuture<LogPosition> append(ChatEvent event, String receiptTo);

    /** Publishes a record that nobody waits for; a failure is counted. */
    void publish(Topics topic, String key, Object record);

    /** Whether records are being confirmed: false once the oldest unconfirmed one is older than the send time-out. */
    boolean isConfirming();
}
