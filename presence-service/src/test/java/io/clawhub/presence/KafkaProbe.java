package io.clawhub.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.PresenceChanged;
import io.clawhub.events.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The other services' side of the topics. Sends everything to one partition, so that all of it is handled in order. */
public final class KafkaProbe implements AutoCloseable {

    private static final int PARTITION = 0;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    public KafkaProbe(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(Topics.PRESENCE_CHANGES.topic(), Topics.PRESENCE_ACTIVITY.deadLetterTopic())) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    public void send(ActivityRecorded activity) {
        send(activity.participantId(), EventHeaders.of(ActivityRecorded.class), EventJson.write(activity));
    }

    public void send(String key, Headers headers, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(
                            Topics.PRESENCE_ACTIVITY.topic(), PARTITION, null, key.getBytes(UTF_8), value, headers))
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not sent", e);
        }
    }

    public void connected(String participantId, String gatewayId, int connections) {
        send(new ActivityRecorded(
                participantId, gatewayId, ActivityRecorded.Kind.CONNECTED, connections, Instant.now()));
    }

    public void active(String participantId, String gatewayId, Instant at) {
        send(new ActivityRecorded(participantId, gatewayId, ActivityRecorded.Kind.ACTIVE, 1, at));
    }

    public void disconnected(String participantId, String gatewayId, int connections) {
        send(new ActivityRecorded(
                participantId, gatewayId, ActivityRecorded.Kind.DISCONNECTED, connections, Instant.now()));
    }

    /** The participant's published changes so far. */
    public List<PresenceChanged> changesOf(String participantId) {
        return recordsOf(Topics.PRESENCE_CHANGES.topic(), participantId).stream()
                .map(record -> EventJson.read(record.headers(), record.value(), PresenceChanged.class))
                .toList();
    }

    /** All published changes so far, by participant. */
    public Map<String, List<PresenceChanged>> changes() {
        return recordsOf(Topics.PRESENCE_CHANGES.topic(), null).stream()
                .map(record -> EventJson.read(record.headers(), record.value(), PresenceChanged.class))
                .collect(Collectors.groupingBy(PresenceChanged::participantId));
    }

    public List<ConsumerRecord<byte[], byte[]>> deadLettersOf(String key) {
        return recordsOf(Topics.PRESENCE_ACTIVITY.deadLetterTopic(), key);
    }

    private List<ConsumerRecord<byte[], byte[]>> recordsOf(String topic, String key) {
        consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        return seen.stream()
                .filter(record -> record.topic().equals(topic))
                .filter(record -> key == null || key.equals(new String(record.key(), UTF_8)))
                .toList();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
