package io.clawhub.gateway.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

import io.clawhub.events.LogTime;

/**
 * The time of each record of {@code chat.events}, as history has it, for a reader that begins at the log's end.
 *
 * <p>A time follows from all records before it, see {@link LogTime}, but a record beyond the furthest that times may have
 * run ahead of the broker's clock leaves those before it without effect. So it is enough to look back until such a record
 * is met, or the beginning of the log. Used by one thread.
 */
final class LogClocks {

    private static final Logger LOG = Logger.getLogger(LogClocks.class);

    /**
     * How far times may have run ahead of the broker's clock, microseconds: by a million records in one burst to one
     * partition, or by a new leader whose clock is as much behind.
     */
    private static final long AHEAD_AT_MOST = 1_000_000;

    private static final long MICROS_PER_MILLI = 1_000;

    /** Records looked back at, more and more, while they do not settle the time. */
    private static final int[] STRETCHES = {256, 4_096, 65_536};

    private static final Duration POLL = Duration.ofMillis(500);
    private static final long WITHIN_MILLIS = 15_000;

    private final Map<Integer, Long> last = new HashMap<>();

    /** The time of the next record of its partition. */
    Instant at(ConsumerRecord<?, ?> chatEvent) {
        long at = LogTime.of(chatEvent.timestamp(), last.getOrDefault(chatEvent.partition(), 0L));
        last.put(chatEvent.partition(), at);
        return LogTime.instant(at);
    }

    /**
     * Reads what stands before the ends, as far back as it takes. Leaves the consumer assigned to some of the partitions.
     *
     * @throws TimeoutException when that cannot be read in time
     */
    void lookBack(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(ends.keySet());
        Set<TopicPartition> unsettled = new HashSet<>(ends.keySet());
        for (int records : STRETCHES) {
            Map<TopicPartition, Stretch> stretches = new HashMap<>();
            for (TopicPartition partition : unsettled) {
                long begin = begins.get(partition);
                stretches.put(partition, new Stretch(Math.max(begin, ends.get(partition) - records), begin));
            }
            read(consumer, stretches, ends);
            stretches.forEach((partition, stretch) -> {
                last.put(partition.partition(), stretch.last);
                if (stretch.isSettled) {
                    unsettled.remove(partition);
                }
            });
            if (unsettled.isEmpty()) {
                return;
            }
        }
        LOG.warnf("times may differ from history's for a moment: partitions=%s", unsettled);
    }

    private static void read(
            Consumer<?, ?> consumer, Map<TopicPartition, Stretch> stretches, Map<TopicPartition, Long> ends) {
        consumer.assign(stretches.keySet());
        stretches.forEach((partition, stretch) -> consumer.seek(partition, stretch.from));
        long deadline = System.nanoTime() + WITHIN_MILLIS * 1_000_000;
        while (stretches.keySet().stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            for (ConsumerRecord<?, ?> chatEvent : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(chatEvent.topic(), chatEvent.partition());
                if (chatEvent.offset() < ends.get(partition)) {
                    stretches.get(partition).add(chatEvent.timestamp());
                }
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the end of the log could not be read");
            }
        }
    }

    /** Some records of a partition up to its end. */
    private static final class Stretch {
        private final long from;
        private long firstMicros = -1;
        private long count;
        private long last;
        /** Whether nothing before this stretch can have an effect on the last one's time. */
        private boolean isSettled;

        Stretch(long from, long begin) {
            this.from = from;
            this.isSettled = from == begin;
        }

        void add(long appendMillis) {
            if (firstMicros < 0) {
                firstMicros = appendMillis * MICROS_PER_MILLI;
            }
            last = LogTime.of(appendMillis, last);
            isSettled |= appendMillis * MICROS_PER_MILLI >= firstMicros + AHEAD_AT_MOST + count++;
        }
    }
}
