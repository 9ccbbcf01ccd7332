package io.clawhub.history.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Seq;
import io.clawhub.events.Topics;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
class IngestIT extends HistoryITBase {

    @Test
    void storesEveryMessageOnceAndInLogOrder() {
        List<String> said = IntStream.range(0, 3_000).mapToObj(i -> "text " + i).toList();

        said.forEach(text -> log.send(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, text)));

        awaitStored("dc_" + id, said.size());
        assertThat(texts("dc_" + id, "b-" + id)).isEqualTo(said);
    }

    @Test
    void storesTheOffsetAsSeqAndTheBrokersTime() {
        RecordMetadata at = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "hello"));

        awaitStored("dc_" + id, 1);
        var row = rows("SELECT seq, accepted_at FROM message WHERE conversation_id = $1", "dc_" + id)
                .getFirst();
        assertThat(row.getLong(0)).isEqualTo(Seq.of(0, at.offset()));
        assertThat(row.getOffsetDateTime(1).toInstant().toEpochMilli()).isEqualTo(at.timestamp());
    }

    @Test
    void keepsTheFirstOfMessagesWithOneIdInOneBatchAndLater() {
        MessageAccepted first = HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "first");
        MessageAccepted again = new MessageAccepted(
                first.messageId(),
                null,
                first.conversationId(),
                first.kind(),
                first.senderId(),
                first.audience(),
                null,
                com.fasterxml.jackson.databind.node.TextNode.valueOf("again"),
                first.provenance());
        log.send(first);
        log.send(again);
        awaitStored("dc_" + id, 1);

        log.say(again);
        log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "next"));

        awaitStored("dc_" + id, 2);
        assertThat(texts("dc_" + id, "b-" + id)).containsExactly("first", "next");
    }

    @Test
    void keepsTheRoleThatWasToldWhateverComesFirst() {
        log.send(HubLog.message("ch_" + id, ConversationKind.SERVICE, "c-" + id, List.of("c-" + id, "p-" + id), "hi"));
        awaitStored("ch_" + id, 1);

        log.open("ch_" + id, ConversationKind.SERVICE, new Member("p-" + id, "provider"));
        log.send(HubLog.message("ch_" + id, ConversationKind.SERVICE, "p-" + id, List.of("c-" + id, "p-" + id), "yo"));

        awaitStored("ch_" + id, 2);
        assertThat(rows("SELECT participant_id, role FROM member WHERE conversation_id = $1 ORDER BY 1", "ch_" + id))
                .extracting(row -> row.getString(0) + "=" + row.getString(1))
                .containsExactly("c-" + id + "=member", "p-" + id + "=provider");
    }

    @Test
    void knowsTheMembersOfASessionWhicheverComesFirstMessageOrOpening() {
        String late = "ch_late" + id;
        String early = "ch_early" + id;
        log.send(session(late, "c", "p", "before its opening"));
        awaitStored(late, 1);
        log.open(late, ConversationKind.CHANNEL, "weather-" + id, member("p", "provider"), member("c", "consumer"));
        log.open(early, ConversationKind.CHANNEL, "weather-" + id, member("p", "provider"), member("c", "consumer"));
        log.send(session(late, "p", "c", "answer"));
        log.send(session(early, "c", "p", "after its opening"));

        awaitStored(late, 2);
        awaitStored(early, 1);
        for (String conversation : List.of(late, early)) {
            assertThat(rows(
                            "SELECT participant_id, role FROM member WHERE conversation_id = $1 ORDER BY 1",
                            conversation))
                    .extracting(row -> row.getString(0) + "=" + row.getString(1))
                    .containsExactly("c-" + id + "=consumer", "p-" + id + "=provider");
            assertThat(rows("SELECT kind, service_id FROM conversation WHERE id = $1", conversation))
                    .extracting(row -> row.getString(0) + "/" + row.getString(1))
                    .containsExactly("channel/weather-" + id);
        }
        assertThat(texts(late, "c-" + id)).containsExactly("before its opening", "answer");
        assertThat(texts(late, "p-" + id)).containsExactly("before its opening", "answer");
        assertThat(texts(early, "p-" + id)).containsExactly("after its opening");
        answered("/api/conversations/" + late + "/messages?participant=stranger-" + id)
                .statusCode(404);
    }

    @Test
    void keepsTheFurthestCursor() {
        log.cursor("a-" + id, "laptop", "dc_" + id, 10, 4);
        log.cursor("a-" + id, "laptop", "dc_" + id, 7, 5);

        await().atMost(SOON).untilAsserted(() -> assertThat(
                        rows("SELECT delivered_seq, read_seq FROM cursor WHERE participant_id = $1", "a-" + id))
                .extracting(row -> row.getLong(0) + "/" + row.getLong(1))
                .containsExactly("10/5"));
    }

    @Test
    void movesThePositionWithTheRows() {
        List<RecordMetadata> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(log.say(HubLog.direct("dc_" + i + id, "a-" + id, "b-" + id, "hello")));
        }

        awaitStored("dc_19" + id, 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(sent).allSatisfy(record -> assertThat(rows(
                                "SELECT next_offset FROM ingest_position WHERE topic = $1 AND partition = $2",
                                Topics.CHAT_EVENTS.topic(),
                                record.partition())
                        .getFirst()
                        .getLong(0))
                .isGreaterThan(record.offset())));
    }

    private Member member(String name, String role) {
        return new Member(name + "-" + id, role);
    }

    private MessageAccepted session(String conversation, String from, String to, String text) {
        return HubLog.labelled(
                HubLog.message(
                        conversation,
                        ConversationKind.CHANNEL,
                        from + "-" + id,
                        List.of(from + "-" + id, to + "-" + id),
                        text),
                null,
                "weather-" + id);
    }
}
