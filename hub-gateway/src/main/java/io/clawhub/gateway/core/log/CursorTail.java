package io.clawhub.gateway.core.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.clawhub.events.Topics;

/** Follows {@code chat.cursors} from its end: how far others were before is for history to tell. */
@ApplicationScoped
public class CursorTail {

    private final TopicTail tail;

    CursorTail(
            ChatEventTail first,
            CursorReader reader,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        // The other tail makes the topics.
        this.tail = new TopicTail(Topics.CHAT_CURSORS, bootstrapServers, first::isFollowing, reader::read);
    }

    void start(@Observes StartupEvent starting) {
        tail.start();
    }

    void stop(@Observes @Priority(5) ShutdownEvent stop) throws InterruptedException {
        tail.stop();
    }

    /** Whether movements of cursors arrive here. */
    public boolean isFollowing() {
        return tail.positions() != null;
    }
}
