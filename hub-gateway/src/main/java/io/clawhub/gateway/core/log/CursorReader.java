package io.clawhub.gateway.core.log;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of {@code chat.cursors}, in order per cursor, on the tail's thread. Must not block or throw. */
@FunctionalInterface
public interface CursorReader {

    /** The next record. */
    void read(ConsumerRecord<String, byte[]> cursorMoved);
}
