package io.clawhub.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import io.clawhub.events.TopicProvisioner;
import io.clawhub.events.Topics;

/**
 * Makes sure that the service's topics exist before its consumer starts. When the broker is away, start-up goes on after
 * a while and the attempts continue aside.
 */
@ApplicationScoped
class PresenceTopics {

    private static final Logger LOG = Logger.getLogger(PresenceTopics.class);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    private final String bootstrapServers;
    private final PresenceConfig config;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Thread provisioning;

    PresenceTopics(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, PresenceConfig config) {
        this.bootstrapServers = bootstrapServers;
        this.config = config;
    }

    /** The priority is before that of the messaging channels. */
    void ensure(@Observes @Priority(1) StartupEvent event) throws InterruptedException {
        provisioning = Thread.ofVirtual().name("presence-topics").start(this::provision);
        if (!ready.await(config.topicsTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warnf("topics not confirmed yet bootstrapServers=%s", bootstrapServers);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        provisioning.interrupt();
    }

    private void provision() {
        long backoffMillis = 200;
        try {
            while (true) {
                try {
                    TopicProvisioner.ensure(
                            bootstrapServers,
                            Topics.CHAT_EVENTS.defaultPartitions(),
                            ATTEMPT_TIMEOUT,
                            List.of(Topics.PRESENCE_ACTIVITY, Topics.PRESENCE_CHANGES));
                    ready.countDown();
                    return;
                } catch (ExecutionException e) {
                    LOG.warnf("topics not ensured, trying again cause=%s", e.getCause());
                }
                Thread.sleep(backoffMillis);
                backoffMillis = Math.min(2 * backoffMillis, config.maxBackoff().toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped before the topics were there");
        }
    }
}
