package io.clawhub.presence.ingest;

import java.time.Instant;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.UnreadableEventException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ActivityReaderTest {

    private static final Headers HEADERS = EventHeaders.of(ActivityRecorded.class);

    @Test
    void readsACompleteRecord() {
        var activity =
                new ActivityRecorded("p", "gateway-1", ActivityRecorded.Kind.CONNECTED, 1, Instant.ofEpochMilli(5));

        assertThat(ActivityReader.read(record(HEADERS, EventJson.write(activity))))
                .isEqualTo(activity);
    }

    @Test
    void givesAReasonForEachThingItCannotUse() {
        assertReason(new RecordHeaders(), "{}", "unknown type null");
        assertReason(HEADERS, "[1]", "not a ActivityRecorded");
        assertReason(HEADERS, "{\"kind\":\"asleep\"}", "not a ActivityRecorded");
        assertReason(HEADERS, "{}", "no valid participantId");
        assertReason(HEADERS, "{\"participantId\":\"p\"}", "no valid gatewayId");
        assertReason(HEADERS, "{\"participantId\":\"a\\u0000\",\"gatewayId\":\"g\"}", "no valid participantId");
        assertReason(HEADERS, "{\"participantId\":\"p\",\"gatewayId\":\"g\"}", "kind or at is missing");
        assertReason(
                HEADERS,
                "{\"participantId\":\"p\",\"gatewayId\":\"g\",\"kind\":\"active\",\"connections\":-1,"
                        + "\"at\":\"2026-01-01T00:00:00Z\"}",
                "negative connections or time");
    }

    private static void assertReason(Headers headers, String json, String reason) {
        assertThatThrownBy(() -> ActivityReader.read(record(headers, json.getBytes(UTF_8))))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage(reason);
    }

    private static ConsumerRecord<byte[], byte[]> record(Headers headers, byte[] value) {
        return new ConsumerRecord<>(
                "presence.activity",
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                1,
                value.length,
                "p".getBytes(UTF_8),
                value,
                headers,
                java.util.Optional.empty());
    }
}
