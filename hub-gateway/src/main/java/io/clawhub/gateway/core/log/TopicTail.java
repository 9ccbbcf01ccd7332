package io.clawhub.gateway.core.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

import io.clawhub.events.Topics;

/**
 * Follows the whole of a topic from its end, on one thread of its own. No consumer group: there is nothing to rebalance
 * on the live path. After an outage it goes on where it stood.
 */
final class TopicTail {

    private static final Logger LOG = Logger.getLogger(TopicTail.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
    private static final int API_TIMEOUT_MILLIS = 5_000;
    private static final long RETRY_MILLIS = 500;

    private final Topics topic;
    private final String bootstrapServers;
    private final BooleanSupplier prepare;
    private final BiConsumer<KafkaConsumer<String, byte[]>, Map<TopicPartition, Long>> lookBack;
    private final Consumer<ConsumerRecord<String, byte[]>> reader;
    private final Thread thread;
    private volatile KafkaConsumer<String, byte[]> consumer;
    private volatile AtomicLongArray positions;
    private volatile boolean stopping;

    /**
     * A tail, not yet started.
     *
     * @param prepare makes ready what the reader needs, on the tail's thread; false to be asked again a little later
     * @param reader takes the records, in order per partition; must not block
     */
    TopicTail(
            Topics topic,
            String bootstrapServers,
            BooleanSupplier prepare,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        this(topic, bootstrapServers, prepare, (consumer, ends) -> {}, reader);
    }

    /**
     * A tail, not yet started, that reads what stands before the end first.
     *
     * @param lookBack does that once, on the tail's thread, with a consumer it may assign as it likes and the offsets at
     *     which the tail begins; if it throws, all begins anew
     */
    TopicTail(
            Topics topic,
            String bootstrapServers,
            BooleanSupplier prepare,
            BiConsumer<KafkaConsumer<String, byte[]>, Map<TopicPartition, Long>> lookBack,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        this.topic = topic;
        this.bootstrapServers = bootstrapServers;
        this.prepare = prepare;
        this.lookBack = lookBack;
        this.reader = reader;
        // A platform thread: the consumer holds monitors while it waits.
        this.thread = new Thread(this::run, topic.topic() + "-tail");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() throws InterruptedException {
        stopping = true;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        thread.join(STOP_TIMEOUT);
    }

    /** Whether the tail is to end; a long preparation should look at it. */
    boolean isStopping() {
        return stopping;
    }

    /** The next offset of every partition; null until the tail follows. */
    AtomicLongArray positions() {
        return positions;
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> current = new KafkaConsumer<>(consumerConfig())) {
                consumer = current;
                follow(current);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("woken up to stop");
            } catch (KafkaException e) {
                LOG.warnf("%s cannot be followed for now: %s", topic.topic(), e.getMessage());
                pause(RETRY_MILLIS);
            } catch (RuntimeException fault) {
                // Whatever it was, a gateway without its tail would look healthy and deliver nothing.
                LOG.errorf(fault, "following %s failed, going on where it stood", topic.topic());
                pause(RETRY_MILLIS);
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> current) {
        AtomicLongArray next = assign(current);
        if (next == null) {
            pause(RETRY_MILLIS);
            return;
        }
        LOG.infof("following %s, %d partitions", topic.topic(), next.length());
        while (!stopping) {
            for (ConsumerRecord<String, byte[]> record : current.poll(POLL)) {
                // The position first: whoever registers after the look-up below must not read an older position.
                next.set(record.partition(), record.offset() + 1);
                handOver(record);
            }
        }
    }

    /** One record that cannot be handled must not end the tail: history has it, and catch-up brings it. */
    private void handOver(ConsumerRecord<String, byte[]> record) {
        try {
            reader.accept(record);
        } catch (RuntimeException fault) {
            LOG.errorf(
                    fault,
                    "record not handled: topic=%s partition=%d offset=%d",
                    topic.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    /** Positions at the end of the topic, or where an interrupted tail stood; null when it cannot be followed yet. */
    private AtomicLongArray assign(KafkaConsumer<String, byte[]> current) {
        if (!prepare.getAsBoolean()) {
            return null;
        }
        List<TopicPartition> partitions = current.partitionsFor(topic.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            // The broker knows a topic it has just created a moment before it tells where its partitions are.
            return null;
        }
        AtomicLongArray next = positions;
        if (next == null) {
            Map<TopicPartition, Long> ends = current.endOffsets(partitions);
            lookBack.accept(current, ends);
            next = new AtomicLongArray(partitions.size());
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                next.set(end.getKey().partition(), end.getValue());
            }
        }
        current.assign(partitions);
        for (TopicPartition partition : partitions) {
            current.seek(partition, next.get(partition.partition()));
        }
        positions = next;
        return next;
    }

    private Map<String, Object> consumerConfig() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Positions are ours. They fall out of range only when the log was cut behind us: go on with what is left.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "hub-gateway-" + topic.topic());
        return settings;
    }

    /** Nothing announces the broker's return or new metadata; only another try can show it. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
