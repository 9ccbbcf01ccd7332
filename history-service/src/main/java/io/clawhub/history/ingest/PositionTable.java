package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.TopicPartition;

/** The stored positions of given partitions. Its calls block. */
@ApplicationScoped
class PositionTable {

    private static final Duration WITHIN = Duration.ofSeconds(5);

    /** Makes the rows that are missing, and moves those on whose records expired in Kafka before they were stored. */
    private static final String PREPARE =
            """
            INSERT INTO ingest_position AS p (topic, partition, next_offset)
            SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])
            ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset
            WHERE p.next_offset < excluded.next_offset
            """;

    private static final String READ =
            """
            SELECT p.topic, p.partition, p.next_offset, p.last_at_micros
            FROM ingest_position p JOIN unnest($1::text[], $2::int[]) AS n (topic, partition)
                 ON p.topic = n.topic AND p.partition = n.partition
            """;

    private final Pool pool;

    PositionTable(Pool pool) {
        this.pool = pool;
    }

    /** Makes sure that each partition has a row and stands nowhere before its first record in Kafka. */
    void prepare(Map<TopicPartition, Long> firstOffsets) {
        List<TopicPartition> partitions = List.copyOf(firstOffsets.keySet());
        Long[] offsets = partitions.stream().map(firstOffsets::get).toArray(Long[]::new);
        pool.preparedQuery(PREPARE)
                .execute(keys(partitions).addArrayOfLong(offsets))
                .await()
                .atMost(WITHIN);
    }

    /** The positions as they are committed now; a partition without a row is absent. */
    Map<TopicPartition, Position> read(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Position> positions = new HashMap<>();
        for (Row row : pool.preparedQuery(READ)
                .execute(keys(List.copyOf(partitions)))
                .await()
                .atMost(WITHIN)) {
            positions.put(
                    new TopicPartition(row.getString(0), row.getInteger(1)),
                    new Position(row.getLong(2), row.getLong(3)));
        }
        return positions;
    }

    private static Tuple keys(List<TopicPartition> partitions) {
        return Tuple.tuple()
                .addArrayOfString(partitions.stream().map(TopicPartition::topic).toArray(String[]::new))
                .addArrayOfInteger(
                        partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new));
    }
}
