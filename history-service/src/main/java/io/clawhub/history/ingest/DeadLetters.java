package io.clawhub.history.ingest;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.Topics;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Puts records that cannot be stored aside, as they came, with the reason. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final MutinyEmitter<byte[]> emitter;
    private final Patience patience;
    private final Counter counter;

    DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter, Patience patience, MeterRegistry metrics) {
        this.emitter = emitter;
        this.patience = patience;
        this.counter = Counter.builder("hub.history.dead.letters")
                .description("Records put into a dead-letter topic")
                .register(metrics);
    }

    /**
     * Blocks until Kafka has it, however long that takes.
     *
     * @return false when the service stops before; the record's position must not move then
     */
    boolean put(ConsumerRecord<String, byte[]> record, String reason) {
        String origin = record.topic() + '/' + record.partition() + '/' + record.offset();
        LOG.warnf("dead letter origin=%s reason=%s", origin, reason);
        for (int tries = 1; ; tries++) {
            try {
                emitter.sendMessage(letter(record, origin, reason)).await().atMost(WITHIN);
                counter.increment();
                return true;
            } catch (RuntimeException e) {
                LOG.warnf("dead letter not written origin=%s tries=%d cause=%s", origin, tries, e.toString());
                if (!patience.pauseBefore(tries)) {
                    return false;
                }
            }
        }
    }

    private static Message<byte[]> letter(ConsumerRecord<String, byte[]> record, String origin, String reason) {
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add(EventHeaders.REASON, reason.getBytes(UTF_8));
        headers.add(EventHeaders.ORIGIN, origin.getBytes(UTF_8));
        Topics topic = record.topic().equals(Topics.CHAT_CURSORS.topic()) ? Topics.CHAT_CURSORS : Topics.CHAT_EVENTS;
        return Message.of(record.value())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(topic.deadLetterTopic())
                        .withKey(record.key())
                        .withHeaders(headers)
                        .build());
    }
}
