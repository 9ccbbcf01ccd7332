package io.clawhub.gateway.core.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.StreamEvent;
import io.clawhub.events.Topics;

/**
 * Stream events in Kafka. A producer of its own: these records must not wait behind the log's, are confirmed by the
 * leader alone, and are given up after seconds, when nobody waits for them any more.
 */
@ApplicationScoped
public class KafkaStreamLog implements StreamLog {

    private static final Logger LOG = Logger.getLogger(KafkaStreamLog.class);

    private static final Duration FLUSH_ON_SHUTDOWN = Duration.ofSeconds(1);
    private static final int GIVE_UP_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 2_000;
    private static final long BUFFER_BYTES = 8 * 1024 * 1024;

    private final KafkaProducer<String, byte[]> producer;
    private final MeterRegistry metrics;

    KafkaStreamLog(MeterRegistry metrics, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.metrics = metrics;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_MILLIS);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "hub-gateway-streams");
        this.producer = new KafkaProducer<>(settings);
    }

    /** Whether the topic's metadata is here; if not it is being fetched. */
    boolean isReady() {
        try {
            return !producer.partitionsFor(Topics.CHAT_STREAMS.topic()).isEmpty();
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            return false;
        }
    }

    @Override
    public void send(StreamEvent event) {
        ProducerRecord<String, byte[]> streamEvent = new ProducerRecord<>(
                Topics.CHAT_STREAMS.topic(), null, null, event.key(), EventJson.write(event), EventHeaders.of(event));
        producer.send(streamEvent, (metadata, failure) -> {
            if (failure != null) {
                metrics.counter("hub.log.refused", "topic", Topics.CHAT_STREAMS.topic())
                        .increment();
                LOG.debugf("stream event dropped: %s", failure.toString());
            }
        });
    }

    void flush(@Observes @Priority(10_000) ShutdownEvent stopping) {
        producer.close(FLUSH_ON_SHUTDOWN);
    }
}
