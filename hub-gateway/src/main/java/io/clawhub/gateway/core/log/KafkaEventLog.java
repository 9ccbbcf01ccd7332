package io.clawhub.gateway.core.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.CursorMoved;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.Seq;
import io.clawhub.events.Topics;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The log in Kafka, through one idempotent producer.
 *
 * <p>The producer never gives a record up: a batch that expired could already stand in the log, and retrying it
 * ourselves could put it behind a later one. Senders that wait are told "retry" by their own time-out instead, and
 * their retry carries the same message id.
 */
@ApplicationScoped
public class KafkaEventLog implements EventLog {

    private static final Logger LOG = Logger.getLogger(KafkaEventLog.class);

    private static final Duration FLUSH_ON_SHUTDOWN = Duration.ofSeconds(5);
    /** After everybody who may still have something to say to the log. */
    private static final int LAST = 10_000;

    private static final long WATCH_MILLIS = 500;
    private static final int BATCH_BYTES = 128 * 1024;

    private final KafkaProducer<String, byte[]> producer;
    private final int generation;
    private final long overdueMillis;
    private final MeterRegistry metrics;
    private final Counter appends;
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private volatile long appendedAtLastCheck;
    private volatile long stalledSinceMillis;

    KafkaEventLog(
            GatewayConfig config,
            MeterRegistry metrics,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.generation = config.chatEvents().generation();
        this.overdueMillis = config.send().timeout().toMillis();
        this.metrics = metrics;
        this.producer = new KafkaProducer<>(producerConfig(config, bootstrapServers));
        this.appends = metrics.counter("hub.log.appended");
        metrics.gauge("hub.log.unconfirmed", this, log -> log.appended.get() - log.confirmed.get());
    }

    private static Map<String, Object> producerConfig(GatewayConfig config, String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        // send() is called on event loops: it must fail rather than wait for metadata or memory.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.chatEvents().bufferBytes());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "hub-gateway-log");
        return settings;
    }

    void start(@Observes StartupEvent starting, Vertx vertx) {
        vertx.setPeriodic(WATCH_MILLIS, timer -> watch());
    }

    /** Whether the topic's metadata is here; if not it is being fetched. Nothing can be appended without it. */
    boolean isReadyFor(Topics topic) {
        try {
            return !producer.partitionsFor(topic.topic()).isEmpty();
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public CompletableFuture<LogPosition> append(ChatEvent event, String receiptTo) {
        CompletableFuture<LogPosition> result = new CompletableFuture<>();
        appended.incrementAndGet();
        Headers headers = EventHeaders.of(event);
        if (receiptTo != null) {
            headers.add(EventHeaders.RECEIPT_TO, receiptTo.getBytes(UTF_8));
        }
        send(Topics.CHAT_EVENTS, event.conversationId(), headers, event, (metadata, failure) -> {
            confirmed.incrementAndGet();
            if (failure == null) {
                appends.increment();
                result.complete(new LogPosition(
                        metadata.partition(),
                        metadata.offset(),
                        Seq.of(generation, metadata.offset()),
                        metadata.timestamp()));
            } else {
                result.completeExceptionally(
                        new HubException(HubError.LOG_UNAVAILABLE, "the message log does not answer, please retry"));
            }
        });
        return result;
    }

    @Override
    public void publish(Topics topic, String key, Object record) {
        Headers headers =
                record instanceof CursorMoved moved ? EventHeaders.of(moved) : EventHeaders.of(record.getClass());
        send(topic, key, headers, record, (metadata, failure) -> {});
    }

    private void send(
            Topics topic,
            String key,
            Headers headers,
            Object value,
            org.apache.kafka.clients.producer.Callback callback) {
        producer.send(
                new ProducerRecord<>(topic.topic(), null, null, key, EventJson.write(value), headers),
                (RecordMetadata metadata, Exception failure) -> {
                    if (failure != null) {
                        metrics.counter("hub.log.refused", "topic", topic.topic())
                                .increment();
                        LOG.debugf("not appended to %s: %s", topic.topic(), failure.toString());
                    }
                    callback.onCompletion(metadata, failure);
                });
    }

    @Override
    public boolean isConfirming() {
        long since = stalledSinceMillis;
        return since == 0
                || confirmed.get() >= appendedAtLastCheck
                || System.currentTimeMillis() - since < overdueMillis;
    }

    /** Notes since when what had been appended at the last look has stayed unconfirmed. */
    void watch() {
        if (confirmed.get() >= appendedAtLastCheck) {
            stalledSinceMillis = 0;
        } else if (stalledSinceMillis == 0) {
            stalledSinceMillis = System.currentTimeMillis();
        }
        if (stalledSinceMillis == 0) {
            appendedAtLastCheck = appended.get();
        }
    }

    void flush(@Observes @Priority(LAST) ShutdownEvent stopping) {
        producer.close(FLUSH_ON_SHUTDOWN);
        long lost = appended.get() - confirmed.get();
        if (lost > 0) {
            LOG.warnf("stopped with %d records that the log never confirmed", lost);
        }
    }
}
