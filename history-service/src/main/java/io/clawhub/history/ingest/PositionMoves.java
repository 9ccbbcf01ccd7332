package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.mutiny.sqlclient.Tuple;
import org.apache.kafka.common.TopicPartition;

import io.clawhub.events.LogTime;

/**
 * How a batch moves the positions: per partition from where this consumer believes it stands to behind its last entry.
 * The update counts only rows that still stand where they are expected, so a consumer that lost a partition changes
 * nothing: fewer rows than partitions means that the batch must be rolled back.
 *
 * @param byPartition the moves
 * @param times the entries' times, see {@link LogTime}
 */
record PositionMoves(Map<TopicPartition, Move> byPartition, List<Long> times) {

    static final String SQL =
            """
            UPDATE ingest_position p SET next_offset = n.next_offset, last_at_micros = n.last_at_micros
            FROM unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[])
                 AS n (topic, partition, expected, next_offset, last_at_micros)
            WHERE p.topic = n.topic AND p.partition = n.partition AND p.next_offset = n.expected
            """;

    static PositionMoves of(List<LogEntry> entries, AssignedPartitions assigned) {
        Map<TopicPartition, Move> moves = new LinkedHashMap<>();
        List<Long> times = new ArrayList<>(entries.size());
        Move move = null;
        TopicPartition partition = null;
        for (LogEntry entry : entries) {
            // Entries of one partition stand together and share its object.
            if (entry.partition() != partition) {
                partition = entry.partition();
                move = moves.computeIfAbsent(partition, key -> new Move(assigned.place(key), entry.offset()));
            }
            times.add(move.past(entry));
        }
        return new PositionMoves(moves, times);
    }

    int size() {
        return byPartition.size();
    }

    /** Where the partitions stand once this is committed. */
    Map<TopicPartition, Position> positions() {
        Map<TopicPartition, Position> positions = new HashMap<>();
        byPartition.forEach((partition, move) -> positions.put(partition, move.next));
        return positions;
    }

    Tuple columns() {
        int size = byPartition.size();
        String[] topics = new String[size];
        Integer[] partitions = new Integer[size];
        Long[] expected = new Long[size];
        Long[] next = new Long[size];
        Long[] times = new Long[size];
        int i = 0;
        for (Map.Entry<TopicPartition, Move> entry : byPartition.entrySet()) {
            topics[i] = entry.getKey().topic();
            partitions[i] = entry.getKey().partition();
            expected[i] = entry.getValue().expected;
            next[i] = entry.getValue().next.nextOffset();
            times[i++] = entry.getValue().next.lastAtMicros();
        }
        return Tuple.tuple()
                .addArrayOfString(topics)
                .addArrayOfInteger(partitions)
                .addArrayOfLong(expected)
                .addArrayOfLong(next)
                .addArrayOfLong(times);
    }

    /** One partition's move. */
    static final class Move {
        private final long expected;
        private final long firstOffset;
        private Position next;

        Move(Position expected, long firstOffset) {
            this.expected = expected.nextOffset();
            this.firstOffset = firstOffset;
            this.next = expected;
        }

        /** Moves past an entry, and gives its time. */
        private long past(LogEntry entry) {
            long at = LogTime.of(entry.record().timestamp(), next.lastAtMicros());
            next = new Position(entry.offset() + 1, at);
            return at;
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
