package io.clawhub.gateway.core.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.TopicProvisioner;
import io.clawhub.events.Topics;
import io.clawhub.gateway.GatewayConfig;

/**
 * Follows the whole of {@code chat.events} from its end, on one thread of its own, and hands every record to the
 * {@link EventReader}. No consumer group: there is nothing to rebalance on the live path.
 */
@ApplicationScoped
public class ChatEventTail {

    private static final Logger LOG = Logger.getLogger(ChatEventTail.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PROVISION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
    private static final int API_TIMEOUT_MILLIS = 5_000;
    private static final long RETRY_MILLIS = 500;
    private static final long METADATA_MILLIS = 20;

    private final GatewayConfig config;
    private final String bootstrapServers;
    private final KafkaEventLog log;
    private final EventReader reader;
    private final Thread thread;
    private volatile KafkaConsumer<String, byte[]> consumer;
    private volatile AtomicLongArray positions;
    private volatile boolean stopping;

    ChatEventTail(
            GatewayConfig config,
            KafkaEventLog log,
            EventReader reader,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = config;
        this.log = log;
        this.reader = reader;
        this.bootstrapServers = bootstrapServers;
        // A platform thread: the consumer holds monitors while it waits.
        this.thread = new Thread(this::run, "chat-events-tail");
        this.thread.setDaemon(true);
    }

    void start(@Observes StartupEvent starting) {
        thread.start();
    }

    void stop(@Observes @Priority(5) ShutdownEvent stop) throws InterruptedException {
        stopping = true;
        KafkaConsumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        thread.join(STOP_TIMEOUT);
    }

    /** Whether the tail stands at known positions and follows. */
    public boolean isFollowing() {
        return positions != null;
    }

    /**
     * The next offset of every partition: each record before it has been handed to the reader or is being handed to it.
     * A connection that was registered before this call misses no record from here on.
     */
    public Map<Integer, Long> positions() {
        AtomicLongArray current = positions;
        Map<Integer, Long> copy = new HashMap<>();
        for (int partition = 0; current != null && partition < current.length(); partition++) {
            copy.put(partition, current.get(partition));
        }
        return copy;
    }

    /** The partition of a conversation, as the producer's default partitioner chooses it; -1 before the tail follows. */
    public int partitionOf(String conversationId) {
        AtomicLongArray current = positions;
        return current == null
                ? -1
                : Utils.toPositive(Utils.murmur2(conversationId.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        % current.length();
    }

    private void run() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> current = new KafkaConsumer<>(consumerConfig())) {
                consumer = current;
                follow(current);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("woken up to stop");
            } catch (KafkaException e) {
                LOG.warnf("the log cannot be followed for now: %s", e.getMessage());
                pause();
            } catch (RuntimeException fault) {
                // Whatever it was, a gateway without its tail would look healthy and deliver nothing.
                LOG.error("following the log failed, going on where it stood", fault);
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> current) {
        AtomicLongArray next = assign(current);
        if (next == null) {
            return;
        }
        LOG.infof("following %s, %d partitions", Topics.CHAT_EVENTS.topic(), next.length());
        while (!stopping) {
            for (ConsumerRecord<String, byte[]> chatEvent : current.poll(POLL)) {
                // The position first: whoever registers after the look-up below must not read an older position.
                next.set(chatEvent.partition(), chatEvent.offset() + 1);
                handOver(chatEvent);
            }
        }
    }

    /** One record that cannot be handled must not end the tail: history has it, and catch-up brings it. */
    private void handOver(ConsumerRecord<String, byte[]> chatEvent) {
        try {
            reader.read(chatEvent);
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "event not handled: partition=%d offset=%d", chatEvent.partition(), chatEvent.offset());
        }
    }

    /** Positions at the end of the log, or where an interrupted tail stood; null when Kafka is not there yet. */
    private AtomicLongArray assign(KafkaConsumer<String, byte[]> current) {
        try {
            TopicProvisioner.ensure(
                    bootstrapServers, config.chatEvents().partitions(), PROVISION_TIMEOUT, List.of(Topics.values()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (java.util.concurrent.ExecutionException | KafkaException e) {
            LOG.warnf("waiting for Kafka: %s", e.getMessage());
            pause();
            return null;
        }
        List<TopicPartition> partitions = current.partitionsFor(Topics.CHAT_EVENTS.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            // The broker knows a topic it has just created a moment before it tells where its partitions are.
            pause();
            return null;
        }
        current.assign(partitions);
        AtomicLongArray next = positions;
        if (next == null) {
            next = new AtomicLongArray(partitions.size());
            for (Map.Entry<TopicPartition, Long> end :
                    current.endOffsets(partitions).entrySet()) {
                next.set(end.getKey().partition(), end.getValue());
            }
        }
        for (TopicPartition partition : partitions) {
            current.seek(partition, next.get(partition.partition()));
        }
        awaitProducer();
        positions = next;
        return next;
    }

    /** The producer must know every topic before the first send, since it never waits. */
    private void awaitProducer() {
        for (Topics topic : Topics.values()) {
            while (!stopping && !log.isReadyFor(topic)) {
                LOG.debugf("waiting for the metadata of %s", topic.topic());
                pause(METADATA_MILLIS);
            }
        }
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
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "hub-gateway-tail");
        return settings;
    }

    private void pause() {
        pause(RETRY_MILLIS);
    }

    private static void pause(long millis) {
        try {
            // Nothing announces the broker's return or new metadata; only another try can show it.
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
