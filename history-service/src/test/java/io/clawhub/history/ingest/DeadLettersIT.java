package io.clawhub.history.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.CursorMoved;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.Member;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Topics;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
class DeadLettersIT extends HistoryITBase {

    @Test
    void putsUnreadableRecordsAsideWithReasonAndOriginAndGoesOn() {
        String key = "dc_" + id;
        Headers headers = EventHeaders.of(MessageAccepted.class);

        RecordMetadata notJson = HubLog.done(log.raw(Topics.CHAT_EVENTS, key, headers, "{".getBytes(UTF_8)));
        log.raw(Topics.CHAT_EVENTS, key, headers, null);
        log.raw(Topics.CHAT_EVENTS, key, EventHeaders.of(String.class), "{}".getBytes(UTF_8));
        log.send(HubLog.direct(key, "a\0" + id, "b-" + id, "NUL in an id"));
        log.send(HubLog.direct(key, "a".repeat(300), "b-" + id, "long id"));
        log.say(HubLog.direct(key, "a-" + id, "b-" + id, "NUL in a text: \0."));

        awaitStored(key, 1);
        assertThat(texts(key, "b-" + id)).containsExactly("NUL in a text: \0.");
        List<ConsumerRecord<String, byte[]>> letters = letters(Topics.CHAT_EVENTS, key, 5);
        assertThat(letters)
                .extracting(letter -> EventHeaders.text(letter.headers(), EventHeaders.REASON))
                .containsExactly(
                        "not a MessageAccepted",
                        "no value",
                        "unknown type String",
                        "senderId with a NUL",
                        "senderId longer than 256");
        assertThat(EventHeaders.text(letters.getFirst().headers(), EventHeaders.ORIGIN))
                .isEqualTo("chat.events/" + notJson.partition() + "/" + notJson.offset());
        assertThat(letters.getFirst().value()).isEqualTo("{".getBytes(UTF_8));
    }

    @Test
    void putsUnreadableCursorsAside() {
        CursorMoved moved = new CursorMoved("a-" + id, "laptop", "dc_" + id, -1, 0);

        HubLog.done(
                log.raw(Topics.CHAT_CURSORS, moved.key(), EventHeaders.of(CursorMoved.class), EventJson.write(moved)));

        assertThat(letters(Topics.CHAT_CURSORS, moved.key(), 1))
                .extracting(letter -> EventHeaders.text(letter.headers(), EventHeaders.REASON))
                .containsExactly("negative seq");
    }

    @Test
    void letsChangesOfAConversationPass() {
        String key = "ch_" + id;
        List<Member> members = List.of(new Member("p-" + id, "provider"), new Member("c-" + id, "consumer"));
        for (ConversationStatus status : ConversationStatus.values()) {
            log.send(new ConversationChanged(
                    "chg_" + id + status,
                    key,
                    ConversationKind.CHANNEL,
                    status,
                    "weather-" + id,
                    members,
                    "p-" + id,
                    null,
                    "a reason",
                    Instant.now()));
        }

        // The same key is the same partition: were a change put aside, its letter would stand before this one.
        log.raw(Topics.CHAT_EVENTS, key, EventHeaders.of(MessageAccepted.class), "{".getBytes(UTF_8));
        log.send(HubLog.direct(key, "c-" + id, "p-" + id, "behind the changes"));

        awaitStored(key, 1);
        assertThat(letters(Topics.CHAT_EVENTS, key, 1))
                .extracting(letter -> EventHeaders.text(letter.headers(), EventHeaders.REASON))
                .containsExactly("not a MessageAccepted");
    }

    @Test
    void isolatesTheRecordThatPostgresRefuses() {
        String constraint = "refuse_" + id;
        rows("ALTER TABLE message ADD CONSTRAINT " + constraint + " CHECK (sender_id <> 'refused-" + id + "')");

        try {
            for (int i = 0; i < 100; i++) {
                log.send(HubLog.direct("dc_" + id, i == 37 ? "refused-" + id : "a-" + id, "b-" + id, "text " + i));
            }

            awaitStored("dc_" + id, 99);
        } finally {
            rows("ALTER TABLE message DROP CONSTRAINT " + constraint);
        }
        assertThat(texts("dc_" + id, "b-" + id)).hasSize(99).doesNotContain("text 37");
        assertThat(letters(Topics.CHAT_EVENTS, "dc_" + id, 1))
                .extracting(letter -> EventHeaders.text(letter.headers(), EventHeaders.REASON))
                .containsExactly("refused by PostgreSQL, SQLSTATE 23514");
    }

    /** The dead letters with a key, once there are as many as expected. */
    private List<ConsumerRecord<String, byte[]>> letters(Topics topic, String key, int expected) {
        List<ConsumerRecord<String, byte[]>> letters = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic.deadLetterTopic(), 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key.equals(record.key())) {
                        letters.add(record);
                    }
                });
                return letters.size() >= expected;
            });
        }
        return letters;
    }
}
