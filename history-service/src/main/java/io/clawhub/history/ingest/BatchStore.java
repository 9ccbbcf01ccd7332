package io.clawhub.history.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Gets records into the database, whatever it takes: tries again while PostgreSQL is away, drops what another consumer
 * stored, reads again what the database lost, and isolates a record that the database refuses. Its calls block.
 */
@ApplicationScoped
class BatchStore {

    private static final Logger LOG = Logger.getLogger(BatchStore.class);

    private final EntryReader reader;
    private final BatchCommit commit;
    private final AssignedPartitions assigned;
    private final PositionTable table;
    private final MissingRecords missing;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final Lock oneAtATime = new ReentrantLock();

    BatchStore(
            EntryReader reader,
            BatchCommit commit,
            AssignedPartitions assigned,
            PositionTable table,
            MissingRecords missing,
            DeadLetters deadLetters,
            Patience patience) {
        this.reader = reader;
        this.commit = commit;
        this.assigned = assigned;
        this.table = table;
        this.missing = missing;
        this.deadLetters = deadLetters;
        this.patience = patience;
    }

    /**
     * Stores records, which stand in log order within each partition.
     *
     * @return false when the service stops before all is stored
     */
    boolean store(Iterable<ConsumerRecord<String, byte[]>> records, int count) {
        oneAtATime.lock();
        try {
            return store(reader.read(records, count));
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Looks whether the database still stands where this consumer left it, and stores again what it lost. Does nothing
     * while a batch is being stored: that one notices by itself.
     */
    void verify() {
        if (!oneAtATime.tryLock()) {
            return;
        }
        try {
            Map<TopicPartition, Position> committed = committed(assigned.partitions());
            commit.found(committed);
            committed.forEach(this::verify);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void verify(TopicPartition partition, Position committed) {
        Position believed = assigned.place(partition);
        if (believed.nextOffset() <= committed.nextOffset()) {
            return;
        }
        assigned.correct(partition, committed);
        try {
            fill(partition, believed.nextOffset());
        } finally {
            // Should it have failed half-way, the next look finds the difference again.
            assigned.advance(partition, believed);
        }
    }

    private boolean store(List<LogEntry> entries) {
        boolean doubt = false;
        for (int tries = 1; !patience.isStopping(); tries++) {
            try {
                if (doubt) {
                    reconcile(entries);
                }
                List<LogEntry> left = notStored(entries);
                return left.isEmpty() || fillGaps(left) && commitOrIsolate(left);
            } catch (StaleConsumerException e) {
                LOG.infof("positions not as expected tries=%d", tries);
                if (tries > 1 && !patience.pauseBefore(tries)) {
                    return false;
                }
            } catch (RuntimeException e) {
                LOG.warnf("batch not stored records=%d tries=%d cause=%s", entries.size(), tries, e.toString());
                if (!patience.pauseBefore(tries)) {
                    return false;
                }
            }
            // The transaction may have been committed all the same: only the database knows where it stands.
            doubt = true;
        }
        return false;
    }

    private boolean commitOrIsolate(List<LogEntry> entries) {
        try {
            commit.commit(entries);
            return true;
        } catch (RuntimeException e) {
            String refused = RefusedRows.sqlState(e);
            if (refused == null) {
                throw e;
            }
            return isolate(entries, refused);
        }
    }

    /** Halves the batch until the refused record is alone. The halves go in order, so no position runs ahead. */
    private boolean isolate(List<LogEntry> entries, String sqlState) {
        if (entries.size() > 1) {
            int half = entries.size() / 2;
            return store(entries.subList(0, half)) && store(entries.subList(half, entries.size()));
        }
        LogEntry refused = entries.getFirst();
        return deadLetters.put(refused.record(), "refused by PostgreSQL, SQLSTATE " + sqlState)
                && store(List.of(new LogEntry.Dead(refused.partition(), refused.record())));
    }

    /**
     * Makes sure that nothing lies between the stored positions and the entries. A gap is seen after the database went
     * back, and when a partition was lost and assigned anew while its records were under way.
     */
    private boolean fillGaps(List<LogEntry> entries) {
        for (Map.Entry<TopicPartition, PositionMoves.Move> move :
                PositionMoves.of(entries, assigned).byPartition().entrySet()) {
            if (move.getValue().leavesGap()
                    && !fill(move.getKey(), move.getValue().firstOffset())) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(TopicPartition partition, long until) {
        LOG.infof("reading again partition=%s from=%d to=%d", partition, assigned.position(partition), until);
        for (long at = assigned.position(partition); at >= 0 && at < until; at = assigned.position(partition)) {
            List<ConsumerRecord<String, byte[]>> records = missing.read(partition, at, until);
            if (records.isEmpty()) {
                return true;
            }
            if (!store(reader.read(records, records.size()))) {
                return false;
            }
        }
        return true;
    }

    private void reconcile(List<LogEntry> entries) {
        Set<TopicPartition> partitions = new HashSet<>();
        entries.forEach(entry -> partitions.add(entry.partition()));
        committed(partitions).forEach(assigned::correct);
    }

    private Map<TopicPartition, Position> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> atLeast = new HashMap<>();
        partitions.forEach(partition -> atLeast.put(partition, 0L));
        table.prepare(atLeast);
        return table.read(partitions);
    }

    /** The entries of partitions that are this consumer's and that do not stand behind their position already. */
    private List<LogEntry> notStored(List<LogEntry> entries) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        return entries.stream()
                .filter(entry -> {
                    long position = positions.computeIfAbsent(entry.partition(), assigned::position);
                    return position >= 0 && entry.offset() >= position;
                })
                .toList();
    }
}
