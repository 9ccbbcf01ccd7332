package io.clawhub.history.ingest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Tuple;
import org.apache.kafka.common.TopicPartition;

/**
 * How a batch moves the positions: per partition from where this consumer believes it stands to behind its last entry.
 * The update counts only rows that still stand where they are expected, so a consumer that lost a partition changes
 * nothing: fewer rows than partitions means that the batch must be rolled back.
 */
record PositionMoves(Map<TopicPartition, Move> byPartition) {

    static final String SQL =
            """
            UPDATE ingest_position p SET next_offset = n.next_offset
            FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[]) AS n (topic, partition, expected, next_offset)
            WHERE p.topic = n.topic AND p.partition = n.partition AND p.next_offset = n.expected
            """;

    static PositionMoves of(List<LogEntry> entries, AssignedPartitions assigned) {
        Map<TopicPartition, Move> moves = new LinkedHashMap<>();
        Move move = null;
        TopicPartition partition = null;
        for (LogEntry entry : entries) {
            // Entries of one partition stand together and share its object.
            if (entry.partition() != partition) {
                partition = entry.partition();
                move = moves.computeIfAbsent(partition, key -> new Move(assigned.position(key), entry.offset()));
            }
            move.nextOffset = entry.offset() + 1;
        }
        return new PositionMoves(moves);
    }

    int size() {
        return byPartition.size();
    }

    /** Where the partitions stand once this is committed. */
    Map<TopicPartition, Long> nextOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        byPartition.forEach((partition, move) -> offsets.put(partition, move.nextOffset));
        return offsets;
    }

    Tuple columns() {
        int size = byPartition.size();
        String[] topics = new String[size];
        Integer[] partitions = new Integer[size];
        Long[] expected = new Long[size];
        Long[] next = new Long[size];
        int i = 0;
        for (Map.Entry<TopicPartition, Move> entry : byPartition.entrySet()) {
            topics[i] = entry.getKey().topic();
            partitions[i] = entry.getKey().partition();
            expected[i] = entry.getValue().expected;
            next[i++] = entry.getValue().nextOffset;
        }
        return Tuple.tuple()
                .addArrayOfString(topics)
                .addArrayOfInteger(partitions)
                .addArrayOfLong(expected)
                .addArrayOfLong(next);
    }

    /** One partition's move. */
    static final class Move {
        private final long expected;
        private final long firstOffset;
        private long nextOffset;

        Move(long expected, long firstOffset) {
            this.expected = expected;
            this.firstOffset = firstOffset;
        }

        /** Where the batch begins; beyond the expected position when records are missing in between. */
        long firstOffset() {
            return firstOffset;
        }

        boolean leavesGap() {
            return firstOffset > expected;
        }
    }
}
