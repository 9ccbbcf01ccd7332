package io.clawhub.gateway.core.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.Topics;
import io.clawhub.events.UnreadableEventException;
import io.clawhub.gateway.core.GatewayId;

/** Follows {@code chat.streams} and hands on what is for this gateway or its connections; the rest is not even parsed. */
@ApplicationScoped
public class StreamTail {

    private static final Logger LOG = Logger.getLogger(StreamTail.class);

    private final GatewayId gatewayId;
    private final StreamReader reader;
    private final TopicTail tail;

    StreamTail(
            GatewayId gatewayId,
            ChatEventTail first,
            KafkaStreamLog log,
            StreamReader reader,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.gatewayId = gatewayId;
        this.reader = reader;
        // The other tail makes the topics.
        this.tail = new TopicTail(
                Topics.CHAT_STREAMS, bootstrapServers, () -> first.isFollowing() && log.isReady(), this::read);
    }

    void start(@Observes StartupEvent starting) {
        tail.start();
    }

    void stop(@Observes @Priority(5) ShutdownEvent stop) throws InterruptedException {
        tail.stop();
    }

    /** Whether answers from other gateways arrive here. */
    public boolean isFollowing() {
        return tail.positions() != null;
    }

    private void read(ConsumerRecord<String, byte[]> streamEvent) {
        if (!isForUs(streamEvent.headers())) {
            return;
        }
        try {
            reader.read(EventJson.readStreamEvent(streamEvent.headers(), streamEvent.value()));
        } catch (UnreadableEventException e) {
            LOG.warnf("unreadable stream event: partition=%d offset=%d", streamEvent.partition(), streamEvent.offset());
        }
    }

    private boolean isForUs(Headers headers) {
        String to = EventHeaders.text(headers, EventHeaders.TO);
        return to == null ? reader.isWanted(headers) : gatewayId.value().equals(to);
    }
}
