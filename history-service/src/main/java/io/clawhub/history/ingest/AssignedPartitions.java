package io.clawhub.history.ingest;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The partitions of this consumer and where each stands.
 *
 * <p>An assigned partition is read from its stored position on. The listener runs on the polling thread and blocks it
 * while PostgreSQL is away: without a position there is nothing to read. Heartbeats go on meanwhile; should it take
 * longer than {@code max.poll.interval.ms}, the group gives the partitions to others and this consumer joins again.
 */
@ApplicationScoped
@Default
@Identifier("stored-positions")
class AssignedPartitions implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(AssignedPartitions.class);
    private static final Position NOT_MINE = new Position(-1, 0);

    private final Map<TopicPartition, Position> positions = new ConcurrentHashMap<>();
    private final PositionTable table;
    private final Patience patience;
    private volatile int changes;

    AssignedPartitions(PositionTable table, Patience patience) {
        this.table = table;
        this.patience = patience;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, Position> stored = stored(consumer, partitions);
        stored.forEach((partition, position) -> {
            consumer.seek(partition, position.nextOffset());
            positions.put(partition, position);
        });
        changes++;
        LOG.infof("partitions assigned count=%d all=%d", partitions.size(), positions.size());
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(positions::remove);
        changes++;
        LOG.infof("partitions revoked count=%d all=%d", partitions.size(), positions.size());
    }

    /** The next offset to store, or a negative number when the partition is not this consumer's. */
    long position(TopicPartition partition) {
        return place(partition).nextOffset();
    }

    /** The same with the time of the record before it. */
    Position place(TopicPartition partition) {
        return positions.getOrDefault(partition, NOT_MINE);
    }

    /** Takes note of a commit. A partition lost or assigned anew meanwhile is never moved back. */
    void advance(TopicPartition partition, Position next) {
        positions.computeIfPresent(partition, (key, position) -> position.max(next));
    }

    /** Puts the partition where the database says it stands, also backwards. */
    void correct(TopicPartition partition, Position next) {
        positions.computeIfPresent(partition, (key, position) -> next);
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(positions.keySet());
    }

    int size() {
        return positions.size();
    }

    /** Grows with every rebalance. */
    int changes() {
        return changes;
    }

    private Map<TopicPartition, Position> stored(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (int tries = 1; ; tries++) {
            try {
                table.prepare(consumer.beginningOffsets(Set.copyOf(partitions)));
                return table.read(partitions);
            } catch (RuntimeException e) {
                LOG.warnf("stored positions not readable tries=%d cause=%s", (Object) tries, e.toString());
                if (!patience.pauseBefore(tries)) {
                    throw e;
                }
            }
        }
    }
}
