package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads a stretch of a partition again, beside the subscription. It is needed when the database went back: a crash may
 * take its last moment, a restore more, while the subscription is long past those records.
 */
@ApplicationScoped
class MissingRecords {

    private static final int AT_ONCE = 2_000;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final String bootstrapServers;

    MissingRecords(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * The first records from {@code from} on and before {@code to}, at most 2000; empty when the log has none there.
     * Blocks.
     */
    List<ConsumerRecord<String, byte[]>> read(TopicPartition partition, long from, long to) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                AT_ONCE);
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long deadline = System.nanoTime() + WITHIN.toNanos();
            while (consumer.position(partition) < to) {
                List<ConsumerRecord<String, byte[]>> records = consumer.poll(POLL).records(partition).stream()
                        .filter(record -> record.offset() < to)
                        .toList();
                if (!records.isEmpty()) {
                    return records;
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("no answer from Kafka within " + WITHIN);
                }
            }
            return List.of();
        }
    }
}
