package io.clawhub.history.ingest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.TopicProvisioner;
import io.clawhub.events.Topics;
import io.clawhub.history.ChatEventsConfig;
import io.clawhub.history.HistoryConfig;

/** Makes the topics this service reads, before it subscribes to them when Kafka is there in time. */
@ApplicationScoped
class LogTopics {

    private static final Logger LOG = Logger.getLogger(LogTopics.class);
    private static final Duration TRY = Duration.ofSeconds(5);
    /** Before the messaging channels are started. */
    private static final int BEFORE_CHANNELS = Interceptor.Priority.LIBRARY_BEFORE - 100;

    private final CountDownLatch done = new CountDownLatch(1);
    private final String bootstrapServers;
    private final int partitions;
    private final Duration wait;
    private final Patience patience;
    private final ExecutorService virtualThreads;

    LogTopics(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            ChatEventsConfig chatEvents,
            HistoryConfig config,
            Patience patience,
            @VirtualThreads ExecutorService virtualThreads) {
        this.bootstrapServers = bootstrapServers;
        this.partitions = chatEvents.partitions();
        this.wait = config.topicsWait();
        this.patience = patience;
        this.virtualThreads = virtualThreads;
    }

    void start(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) throws InterruptedException {
        virtualThreads.execute(this::ensure);
        if (!done.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warnf("topics not made yet waited=%s bootstrapServers=%s", wait, bootstrapServers);
        }
    }

    boolean exist() {
        return done.getCount() == 0;
    }

    private void ensure() {
        for (int tries = 1; ; tries++) {
            try {
                TopicProvisioner.ensure(
                        bootstrapServers, partitions, TRY, List.of(Topics.CHAT_EVENTS, Topics.CHAT_CURSORS));
                done.countDown();
                return;
            } catch (ExecutionException | RuntimeException e) {
                LOG.warnf("topics not made tries=%d cause=%s", (Object) tries, e.toString());
                if (!patience.pauseBefore(tries)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
