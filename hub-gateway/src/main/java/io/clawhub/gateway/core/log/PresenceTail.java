package io.clawhub.gateway.core.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.EventJson;
import io.clawhub.events.PresenceChanged;
import io.clawhub.events.Topics;
import io.clawhub.events.UnreadableEventException;

/** Follows {@code presence.changes} from its end: where somebody stood before is asked of presence-service. */
@ApplicationScoped
public class PresenceTail {

    private static final Logger LOG = Logger.getLogger(PresenceTail.class);

    private final PresenceReader reader;
    private final TopicTail tail;

    PresenceTail(
            ChatEventTail first,
            PresenceReader reader,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.reader = reader;
        // The other tail makes the topics.
        this.tail = new TopicTail(Topics.PRESENCE_CHANGES, bootstrapServers, first::isFollowing, this::read);
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

    private void read(ConsumerRecord<String, byte[]> change) {
        if (change.value() == null || !reader.isWatched(change.key())) {
            return;
        }
        try {
            reader.read(EventJson.read(change.headers(), change.value(), PresenceChanged.class));
        } catch (UnreadableEventException e) {
            LOG.warnf("unreadable presence change: partition=%d offset=%d", change.partition(), change.offset());
        }
    }
}
