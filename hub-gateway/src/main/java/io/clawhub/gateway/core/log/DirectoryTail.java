package io.clawhub.gateway.core.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.events.EventJson;
import io.clawhub.events.Topics;
import io.clawhub.events.UnreadableEventException;

/** Follows {@code hub.directory} from its end: whoever starts now remembers nothing yet. */
@ApplicationScoped
public class DirectoryTail {

    private static final Logger LOG = Logger.getLogger(DirectoryTail.class);

    private final DirectoryReader reader;
    private final TopicTail tail;

    DirectoryTail(
            ChatEventTail first,
            DirectoryReader reader,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.reader = reader;
        // The other tail makes the topics.
        this.tail = new TopicTail(Topics.HUB_DIRECTORY, bootstrapServers, first::isFollowing, this::read);
    }

    void start(@Observes StartupEvent starting) {
        tail.start();
    }

    void stop(@Observes @Priority(5) ShutdownEvent stop) throws InterruptedException {
        tail.stop();
    }

    private void read(ConsumerRecord<String, byte[]> change) {
        if (change.value() == null) {
            return;
        }
        try {
            reader.read(EventJson.read(change.headers(), change.value(), DirectoryChanged.class));
        } catch (UnreadableEventException e) {
            LOG.warnf("unreadable directory change: offset=%d", change.offset());
        }
    }
}
