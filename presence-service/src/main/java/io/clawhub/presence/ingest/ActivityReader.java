package io.clawhub.presence.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.UnreadableEventException;
import io.clawhub.presence.ParticipantIds;

/** Reads and checks activity records. */
final class ActivityReader {

    private static final String TYPE = ActivityRecorded.class.getSimpleName();

    private ActivityReader() {}

    /**
     * The record's activity, complete and within limits.
     *
     * @throws UnreadableEventException with the reason to put on the dead letter
     */
    static ActivityRecorded read(ConsumerRecord<byte[], byte[]> record) {
        String type = EventHeaders.text(record.headers(), EventHeaders.TYPE);
        if (!TYPE.equals(type)) {
            throw unreadable("unknown type " + type);
        }
        ActivityRecorded activity = EventJson.read(record.headers(), record.value(), ActivityRecorded.class);
        if (!ParticipantIds.valid(activity.participantId())) {
            throw unreadable("no valid participantId");
        }
        if (!ParticipantIds.valid(activity.gatewayId())) {
            throw unreadable("no valid gatewayId");
        }
        if (activity.kind() == null || activity.at() == null) {
            throw unreadable("kind or at is missing");
        }
        if (activity.connections() < 0 || activity.at().getEpochSecond() < 0) {
            throw unreadable("negative connections or time");
        }
        return activity;
    }

    private static UnreadableEventException unreadable(String reason) {
        return new UnreadableEventException(reason, null);
    }
}
