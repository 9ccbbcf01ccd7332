package io.clawhub.history.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.events.Seq;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class PagesIT extends HistoryITBase {

    private static final String CONTENTS = "messages.message.content";

    @Test
    void pagesAConversationBackwardAndForward() {
        List<Long> seqs = say(10);

        conversation("").body(CONTENTS, hasSize(10)).body("hasMore", equalTo(false));
        conversation("limit=3").body(CONTENTS, contains("t7", "t8", "t9")).body("hasMore", equalTo(true));
        conversation("limit=3&before=" + seqs.get(7))
                .body(CONTENTS, contains("t4", "t5", "t6"))
                .body("hasMore", equalTo(true));
        conversation("limit=5&before=" + seqs.get(2))
                .body(CONTENTS, contains("t0", "t1"))
                .body("hasMore", equalTo(false));
        conversation("limit=3&after=" + seqs.get(1))
                .body(CONTENTS, contains("t2", "t3", "t4"))
                .body("hasMore", equalTo(true));
        conversation("limit=3&after=" + seqs.get(6))
                .body(CONTENTS, contains("t7", "t8", "t9"))
                .body("hasMore", equalTo(false));
    }

    @Test
    void cutsAPageOfLargeMessages() {
        String large = "x".repeat(700_000);
        for (int i = 0; i < 8; i++) {
            log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, large));
        }
        awaitStored("dc_" + id, 8);

        conversation("limit=8&after=0").body(CONTENTS, hasSize(6)).body("hasMore", equalTo(true));
    }

    @Test
    void showsAMemberOnlyWhatItIsInTheAudienceOf() {
        log.open("ch_" + id, ConversationKind.SERVICE, new Member("p-" + id, "provider"));
        lobby("c1", "p", "question of c1");
        lobby("c2", "p", "question of c2");
        lobby("p", "c1", "answer to c1");
        log.say(HubLog.message("ch_" + id, ConversationKind.SERVICE, "p-" + id, List.of(), "to all"));
        awaitStored("ch_" + id, 4);

        assertThat(texts("ch_" + id, "c1-" + id)).containsExactly("question of c1", "answer to c1", "to all");
        assertThat(texts("ch_" + id, "c2-" + id)).containsExactly("question of c2", "to all");
        assertThat(texts("ch_" + id, "p-" + id)).hasSize(4);
    }

    @Test
    void pagesAllOfAParticipantsMessagesBackWithoutSkippingAny() {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            said.add("t" + i);
            log.say(HubLog.direct("dc_" + (i % 7) + id, "a-" + id, "b" + (i % 7) + "-" + id, "t" + i));
        }
        for (int i = 0; i < 7; i++) {
            awaitStored("dc_" + i + id, i < 2 ? 5 : 4);
        }

        List<String> read = new ArrayList<>();
        String before = "";
        boolean more = true;
        while (more) {
            Map<String, Object> page = ok("/api/participants/a-" + id + "/messages?limit=4" + before)
                    .extract()
                    .as(new TypeRef<>() {});
            List<Map<String, Object>> messages = messages(page);
            for (Map<String, Object> logged : messages.reversed()) {
                read.addFirst((String) message(logged).get("content"));
            }
            Map<String, Object> first = messages.getFirst();
            before = "&before_time=" + first.get("at") + "&before_conversation="
                    + message(first).get("conversationId") + "&before_seq=" + first.get("seq");
            more = (boolean) page.get("hasMore");
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(said).doesNotHaveDuplicates();
    }

    @Test
    void keepsContentAsItWasGiven() {
        var message = HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "");
        log.say(new io.clawhub.events.MessageAccepted(
                message.messageId(),
                "key-1",
                message.conversationId(),
                message.kind(),
                message.senderId(),
                message.audience(),
                "weather",
                io.clawhub.events.EventJson.readTree("{\"b\":[1,null,\"é\\u0000\"],\"a\":{\"x\":1.5}}"),
                message.provenance()));
        awaitStored("dc_" + id, 1);

        String answer = conversation("").extract().asString();

        assertThat(answer).contains("\"content\":{\"b\":[1,null,\"é\\u0000\"],\"a\":{\"x\":1.5}}");
        assertThat(answer).contains("\"clientMsgId\":\"key-1\"", "\"serviceId\":\"weather\"", "\"kind\":\"direct\"");
    }

    @Test
    void knowsNothingOfConversationsOfOthers() {
        say(1);

        answered("/api/conversations/dc_" + id + "/messages?participant=stranger")
                .statusCode(404)
                .body("error", equalTo("no such conversation"));
        answered("/api/conversations/none-" + id + "/messages?participant=a-" + id)
                .statusCode(404)
                .body("error", equalTo("no such conversation"));
    }

    @Test
    void answersAReaderWhoWaitsForWhatIsJustBeingStored() {
        say(1);
        for (int i = 0; i < 50; i++) {
            RecordMetadata at = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "w" + i));

            assertThat(newestOnceStored(at)).isEqualTo(List.of("w" + i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/conversations/c/messages?participant=a&", "/api/participants/a/messages?"})
    void refusesAPageItCannotCompleteInTime(String path) {
        given().get(path + "positions=0:999999999")
                .then()
                .statusCode(503)
                .body("error", equalTo("temporarily unavailable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/conversations/c/messages",
                "/api/conversations/c/messages?participant=",
                "/api/conversations/c/messages?participant=a%00b",
                "/api/conversations/c%00/messages?participant=a",
                "/api/conversations/c/messages?participant=a&limit=x",
                "/api/conversations/c/messages?participant=a&before=1.5",
                "/api/conversations/c/messages?participant=a&after=99999999999999999999",
                "/api/conversations/c/messages?participant=a&before=1&after=1",
                "/api/conversations/c/messages?participant=a&positions=1",
                "/api/participants/p/messages?before_seq=yesterday",
                "/api/participants/p%00/unread",
                "/api/participants/p/cursors?client=%00"
            })
    void explainsWhatIsWrongWithARequest(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("error", not(emptyString()));
    }

    private List<String> newestOnceStored(RecordMetadata at) {
        String path = "/api/conversations/dc_%s/messages?participant=b-%s&limit=1&positions=%d:%d"
                .formatted(id, id, at.partition(), at.offset() + 1);
        return ok(path).extract().jsonPath().getList(CONTENTS);
    }

    private List<Long> say(int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordMetadata at = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "t" + i));
            seqs.add(Seq.of(0, at.offset()));
        }
        awaitStored("dc_" + id, count);
        return seqs;
    }

    private void lobby(String from, String to, String text) {
        log.say(HubLog.message(
                "ch_" + id, ConversationKind.SERVICE, from + "-" + id, List.of(from + "-" + id, to + "-" + id), text));
    }

    private ValidatableResponse conversation(String query) {
        return ok("/api/conversations/dc_" + id + "/messages?participant=b-" + id + "&" + query);
    }
}
