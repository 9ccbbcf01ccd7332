package io.clawhub.history.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.CursorMoved;

/** A record of the log, read. Whatever it holds, storing it moves its partition's position past it. */
sealed interface LogEntry {

    /** Where it stands. */
    TopicPartition partition();

    /** As it came. */
    ConsumerRecord<String, byte[]> record();

    /** Where in the partition it stands. */
    default long offset() {
        return record().offset();
    }

    /** Something that happened in a conversation. */
    record Chat(TopicPartition partition, ConsumerRecord<String, byte[]> record, ChatEvent event) implements LogEntry {}

    /** A client's cursor. */
    record Cursor(TopicPartition partition, ConsumerRecord<String, byte[]> record, CursorMoved moved)
            implements LogEntry {}

    /** A record that is in the dead-letter topic by now: only its position is left to store. */
    record Dead(TopicPartition partition, ConsumerRecord<String, byte[]> record) implements LogEntry {}
}
