package io.clawhub.gateway.core.log;

import java.time.Instant;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of {@code chat.events}, in order per partition, on the tail's thread. Must not block or throw. */
@FunctionalInterface
public interface EventReader {

    /**
     * The next record.
     *
     * @param at its time, see {@link io.clawhub.events.LogTime}
     */
    void read(ConsumerRecord<String, byte[]> chatEvent, Instant at);
}
