package io.clawhub.gateway.core.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import io.clawhub.events.LogTime;

import static org.assertj.core.api.Assertions.assertThat;

/** What no broker can be made to do in a test: bursts larger than a stretch, and clocks that are set back. */
class LogClocksTest {

    private static final TopicPartition PARTITION = new TopicPartition("chat.events", 0);
    private static final long NOON = 1_800_000_000_000L;

    @Test
    void looksBackOverABurstThatRunsAheadOfTheBroker() {
        // 6000 in one millisecond, then one each millisecond: the time is ahead until the broker has caught up.
        sameAsFromTheBeginning(9_000, i -> i < 2_000 ? NOON - 100_000 + i : NOON + Math.max(0, i - 8_000), 8_003);
    }

    @Test
    void looksBackOverAClockThatWasSetBack() {
        sameAsFromTheBeginning(3_000, i -> NOON + i - (i < 2_000 ? 0 : 800), 2_500);
    }

    @Test
    void looksBackNoFurtherThanItTakes() {
        List<Long> sought = new ArrayList<>();
        sameAsFromTheBeginning(5_000, i -> NOON + i * 50L, 4_000, sought);
        assertThat(sought).containsExactly(4_000L - 256);
    }

    @Test
    void beginsAnEmptyLogWithTheBrokersTime() {
        sameAsFromTheBeginning(1, i -> NOON, 0);
    }

    private static void sameAsFromTheBeginning(int records, IntToLongFunction appended, int from) {
        sameAsFromTheBeginning(records, appended, from, new ArrayList<>());
    }

    private static void sameAsFromTheBeginning(int records, IntToLongFunction appended, int from, List<Long> sought) {
        long expected = 0;
        for (int i = 0; i <= from; i++) {
            expected = LogTime.of(appended.applyAsLong(i), expected);
        }
        LogClocks clocks = new LogClocks();

        clocks.lookBack(consumer(records, appended, sought), Map.of(PARTITION, (long) from));

        assertThat(clocks.at(record(from, appended.applyAsLong(from)))).isEqualTo(LogTime.instant(expected));
    }

    private static Consumer<String, byte[]> consumer(int records, IntToLongFunction appended, List<Long> sought) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public void seek(TopicPartition partition, long offset) {
                sought.add(offset);
                super.seek(partition, offset);
                for (int i = (int) offset; i < records; i++) {
                    addRecord(record(i, appended.applyAsLong(i)));
                }
            }
        };
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        return consumer;
    }

    private static ConsumerRecord<String, byte[]> record(long offset, long millis) {
        return new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                offset,
                millis,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                "dc_1",
                new byte[0],
                new RecordHeaders(),
                java.util.Optional.empty());
    }
}
