package io.clawhub.history.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

import io.clawhub.events.LogTime;
import io.clawhub.events.Topics;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The times of messages are those that follow from the log. */
@QuarkusTest
class LogTimesIT extends HistoryITBase {

    private static final int BURST = 500;

    @Test
    void givesEachMessageOfABurstTheTimeThatFollowsFromTheLog() {
        RecordMetadata last = burst();

        List<Instant> logged = timesInTheLog(last);
        assertThat(logged).doesNotHaveDuplicates().isSorted();
        assertThat(logged.stream().map(Instant::toEpochMilli).distinct().count())
                .as("messages share milliseconds")
                .isLessThan(BURST);
        assertThat(rows("SELECT accepted_at FROM message WHERE conversation_id = $1 ORDER BY seq", "dc_" + id))
                .extracting(row -> row.getOffsetDateTime(0).toInstant())
                .isEqualTo(logged);
    }

    @Test
    void remembersTheLastTimeWithThePositionSoThatARestartGoesOnFromThere() {
        RecordMetadata last = burst();

        Instant time = timesInTheLog(last).getLast();
        await().atMost(SOON).untilAsserted(() -> assertThat(rows(
                        "SELECT last_at_micros FROM ingest_position WHERE topic = $1 AND partition = $2",
                        last.topic(),
                        last.partition()))
                .extracting(row -> LogTime.instant(row.getLong(0)))
                .containsExactly(time));
    }

    @Test
    void pagesBackByTimeWithoutAHoleOrARepeat() {
        burst();
        List<String> read = new ArrayList<>();
        String before = "";
        boolean more = true;
        while (more) {
            Map<String, Object> page = ok("/api/conversations/dc_" + id + "/messages?limit=90&participant=b-" + id
                            + before)
                    .extract()
                    .as(new TypeRef<>() {});
            read.addAll(
                    0,
                    messages(page).stream()
                            .map(logged -> (String) message(logged).get("content"))
                            .toList());
            before = "&before_time=" + messages(page).getFirst().get("at");
            more = (boolean) page.get("hasMore");
        }

        assertThat(read).hasSize(BURST).isEqualTo(texts("dc_" + id, "b-" + id));
    }

    private RecordMetadata burst() {
        RecordMetadata last = null;
        for (int i = 0; i < BURST - 1; i++) {
            log.send(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "t" + i));
        }
        last = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "last"));
        awaitStored("dc_" + id, BURST);
        return last;
    }

    /** The times of the conversation's messages by somebody who reads its partition from the beginning. */
    private List<Instant> timesInTheLog(RecordMetadata last) {
        TopicPartition partition = new TopicPartition(Topics.CHAT_EVENTS.topic(), last.partition());
        List<Instant> times = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long at = 0;
            while (consumer.position(partition) <= last.offset()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    at = LogTime.of(record.timestamp(), at);
                    if (record.key().equals("dc_" + id)) {
                        times.add(LogTime.instant(at));
                    }
                }
            }
        }
        return times;
    }
}
