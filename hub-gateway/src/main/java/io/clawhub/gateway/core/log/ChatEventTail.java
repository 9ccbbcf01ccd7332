package io.clawhub.gateway.core.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLongArray;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.Seq;
import io.clawhub.events.TopicProvisioner;
import io.clawhub.events.Topics;
import io.clawhub.gateway.GatewayConfig;

/** Follows the whole of {@code chat.events} and hands every record to the {@link EventReader}. Makes all topics first. */
@ApplicationScoped
public class ChatEventTail {

    private static final Logger LOG = Logger.getLogger(ChatEventTail.class);

    private static final Duration PROVISION_TIMEOUT = Duration.ofSeconds(5);
    private static final long METADATA_MILLIS = 20;

    private final GatewayConfig config;
    private final String bootstrapServers;
    private final KafkaEventLog log;
    private final TopicTail tail;

    ChatEventTail(
            GatewayConfig config,
            KafkaEventLog log,
            EventReader reader,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = config;
        this.log = log;
        this.bootstrapServers = bootstrapServers;
        LogClocks clocks = new LogClocks();
        this.tail = new TopicTail(
                Topics.CHAT_EVENTS,
                bootstrapServers,
                this::prepare,
                clocks::lookBack,
                chatEvent -> reader.read(chatEvent, clocks.at(chatEvent)));
    }

    void start(@Observes StartupEvent starting) {
        tail.start();
    }

    void stop(@Observes @Priority(5) ShutdownEvent stop) throws InterruptedException {
        tail.stop();
    }

    /** Whether the tail stands at known positions and follows. */
    public boolean isFollowing() {
        return tail.positions() != null;
    }

    /**
     * The next offset of every partition: each record before it has been handed to the reader or is being handed to it.
     * A connection that was registered before this call misses no record from here on.
     */
    public Map<Integer, Long> positions() {
        AtomicLongArray current = tail.positions();
        Map<Integer, Long> copy = new HashMap<>();
        for (int partition = 0; current != null && partition < current.length(); partition++) {
            copy.put(partition, current.get(partition));
        }
        return copy;
    }

    /** The partition of a conversation, as the producer's default partitioner chooses it; -1 before the tail follows. */
    public int partitionOf(String conversationId) {
        AtomicLongArray current = tail.positions();
        return current == null
                ? -1
                : Utils.toPositive(Utils.murmur2(conversationId.getBytes(StandardCharsets.UTF_8))) % current.length();
    }

    /** The seq below which the conversation's messages known here all are, itself included; 0 before the tail follows. */
    public long lastSeq(String conversationId) {
        int partition = partitionOf(conversationId);
        long next = partition < 0 ? 0 : tail.positions().get(partition);
        return next == 0 ? 0 : Seq.of(config.chatEvents().generation(), next - 1);
    }

    /** Whether a message stands before these positions, which were noted here. */
    public boolean isBefore(Map<Integer, Long> noted, String conversationId, long seq) {
        Long next = noted.get(partitionOf(conversationId));
        return next == null || seq < Seq.of(config.chatEvents().generation(), next);
    }

    private boolean prepare() {
        try {
            TopicProvisioner.ensure(
                    bootstrapServers, config.chatEvents().partitions(), PROVISION_TIMEOUT, List.of(Topics.values()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | KafkaException e) {
            LOG.warnf("waiting for Kafka: %s", e.getMessage());
            return false;
        }
        awaitProducer();
        return true;
    }

    /** The producer must know every topic before the first send, since it never waits. */
    private void awaitProducer() {
        for (Topics topic : Topics.values()) {
            while (!tail.isStopping() && !log.isReadyFor(topic)) {
                LOG.debugf("waiting for the metadata of %s", topic.topic());
                TopicTail.pause(METADATA_MILLIS);
            }
        }
    }
}
