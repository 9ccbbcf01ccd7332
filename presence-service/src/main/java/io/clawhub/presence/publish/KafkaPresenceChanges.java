package io.clawhub.presence.publish;

import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.PresenceChanged;

/** Writes presence changes to Kafka. */
@ApplicationScoped
class KafkaPresenceChanges {

    private final MutinyEmitter<byte[]> emitter;

    KafkaPresenceChanges(@Channel("changes") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Writes at least one change. Completes when every replica has every change; fails when one of them could not be written in time. */
    Uni<Void> publish(List<PresenceChanged> changes) {
        // The first goes alone: while Kafka is away one change fails and is reported per round, not all of them.
        Uni<Void> first = send(changes.getFirst());
        if (changes.size() == 1) {
            return first;
        }
        return first.chain(() -> Uni.join()
                        .all(changes.stream().skip(1).map(this::send).toList())
                        .andCollectFailures())
                .replaceWithVoid();
    }

    private Uni<Void> send(PresenceChanged change) {
        var metadata = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(change.participantId())
                .withHeaders(EventHeaders.of(PresenceChanged.class))
                .build();
        return emitter.sendMessage(Message.of(EventJson.write(change), Metadata.of(metadata)));
    }
}
