package io.clawhub.presence.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.UnreadableEventException;
import io.clawhub.presence.PresenceConfig;
import io.clawhub.presence.state.RedisActivity;

/** Consumes activity, one batch after the other. */
@ApplicationScoped
class ActivityConsumer {

    private static final Logger LOG = Logger.getLogger(ActivityConsumer.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);

    private final RedisActivity state;
    private final DeadLetters deadLetters;
    private final Duration maxBackoff;
    private final Counter recorded;
    private final Counter retries;

    ActivityConsumer(RedisActivity state, DeadLetters deadLetters, PresenceConfig config, MeterRegistry metrics) {
        this.state = state;
        this.deadLetters = deadLetters;
        this.maxBackoff = config.maxBackoff();
        this.recorded = metrics.counter("hub.presence.activity.recorded");
        this.retries = metrics.counter("hub.presence.activity.retries");
    }

    /** Completes when the batch is safe, however long its backends are down. It is then that its offsets are committed. */
    @Incoming("activity")
    Uni<Void> consume(ConsumerRecords<byte[], byte[]> records) {
        List<ActivityRecorded> activities = new ArrayList<>(records.count());
        Uni<Void> unreadable = Uni.createFrom().voidItem();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                activities.add(ActivityReader.read(record));
            } catch (UnreadableEventException e) {
                unreadable =
                        unreadable.chain(() -> untilDone(() -> deadLetters.add(record, e.getMessage()), "dead letter"));
            }
        }
        return unreadable
                .chain(() -> untilDone(() -> state.record(activities), "record"))
                .invoke(() -> recorded.increment(activities.size()));
    }

    private Uni<Void> untilDone(Supplier<Uni<? extends Void>> step, String name) {
        return Uni.createFrom()
                .<Void>deferred(step)
                .onFailure()
                .invoke(failure -> {
                    retries.increment();
                    LOG.warnf("activity batch waits step=%s cause=%s", name, failure);
                })
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACKOFF, maxBackoff)
                .indefinitely();
    }
}
