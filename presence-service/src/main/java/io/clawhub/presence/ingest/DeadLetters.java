package io.clawhub.presence.ingest;

import java.nio.charset.StandardCharsets;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import io.clawhub.events.EventHeaders;

/** Sets aside what cannot be read: the record as it was, with the reason and where it came from. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final MutinyEmitter<byte[]> emitter;
    private final Counter counter;

    DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter, MeterRegistry metrics) {
        this.emitter = emitter;
        this.counter = metrics.counter("hub.presence.activity.dead.letters");
    }

    /** Completes when Kafka has the dead letter. */
    Uni<Void> add(ConsumerRecord<byte[], byte[]> record, String reason) {
        String origin = record.topic() + '/' + record.partition() + '/' + record.offset();
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        headers.add(EventHeaders.REASON, reason.getBytes(StandardCharsets.UTF_8));
        headers.add(EventHeaders.ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(record.key())
                .withHeaders(headers)
                .build();
        // A tombstone has no value, but a message must have a payload.
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return emitter.sendMessage(Message.of(value, Metadata.of(metadata))).invoke(() -> {
            counter.increment();
            LOG.warnf("dead letter origin=%s reason=%s", origin, reason);
        });
    }
}
