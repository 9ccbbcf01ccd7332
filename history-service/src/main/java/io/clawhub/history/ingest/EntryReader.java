package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import io.clawhub.events.UnreadableEventException;

/** Reads the records that are still to be stored; the unreadable ones are in the dead-letter topic when it returns. */
@ApplicationScoped
class EntryReader {

    private final RecordReader reader;
    private final AssignedPartitions assigned;
    private final DeadLetters deadLetters;

    EntryReader(RecordReader reader, AssignedPartitions assigned, DeadLetters deadLetters) {
        this.reader = reader;
        this.assigned = assigned;
        this.deadLetters = deadLetters;
    }

    /** One entry per record not stored yet, in their order; stops early only when the service stops. Blocks. */
    List<LogEntry> read(Iterable<ConsumerRecord<String, byte[]>> records, int count) {
        List<LogEntry> entries = new ArrayList<>(count);
        TopicPartition partition = null;
        long position = 0;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (partition == null
                    || partition.partition() != record.partition()
                    || !partition.topic().equals(record.topic())) {
                partition = new TopicPartition(record.topic(), record.partition());
                position = assigned.position(partition);
            }
            if (position >= 0 && record.offset() >= position) {
                LogEntry entry = read(partition, record);
                if (entry == null) {
                    break;
                }
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The entry, or null when the service stops before its dead letter was written. */
    private LogEntry read(TopicPartition partition, ConsumerRecord<String, byte[]> record) {
        try {
            return reader.read(partition, record);
        } catch (UnreadableEventException e) {
            return dead(partition, record, e.getMessage());
        } catch (RuntimeException e) {
            // Whatever else goes wrong with one record, those behind it must not wait for it.
            return dead(partition, record, e.toString());
        }
    }

    private LogEntry dead(TopicPartition partition, ConsumerRecord<String, byte[]> record, String reason) {
        return deadLetters.put(record, reason) ? new LogEntry.Dead(partition, record) : null;
    }
}
