package io.clawhub.presence.ingest;

import java.util.List;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ActivityRecorded;
import io.clawhub.events.EventHeaders;
import io.clawhub.presence.PresenceScenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class DeadLetterIT extends PresenceScenario {

    @Test
    void setsAsideWhatItCannotReadAndGoesOn() {
        byte[] nonsense = "not json".getBytes(UTF_8);
        kafka.send("dead-1", EventHeaders.of(ActivityRecorded.class), nonsense);
        kafka.send("dead-2", new RecordHeaders(), "{}".getBytes(UTF_8));
        kafka.send("dead-3", EventHeaders.of(ActivityRecorded.class), "{\"participantId\":\"\"}".getBytes(UTF_8));
        kafka.send("dead-4", EventHeaders.of(ActivityRecorded.class), null);

        bringOnline("dead-alive");

        for (String key : List.of("dead-1", "dead-2", "dead-3", "dead-4")) {
            soon().untilAsserted(() -> assertThat(kafka.deadLettersOf(key)).hasSize(1));
        }
        ConsumerRecord<byte[], byte[]> first = kafka.deadLettersOf("dead-1").getFirst();
        assertThat(first.value()).isEqualTo(nonsense);
        assertThat(EventHeaders.text(first.headers(), EventHeaders.REASON)).isEqualTo("not a ActivityRecorded");
        assertThat(EventHeaders.text(first.headers(), EventHeaders.ORIGIN)).startsWith("presence.activity/0/");
        assertThat(RestAssured.get("/q/metrics").asString())
                .containsPattern("hub_presence_activity_dead_letters_total(\\{[^}]*})? [4-9]");
    }
}
