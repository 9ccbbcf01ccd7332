package io.clawhub.history.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventJson;
import io.clawhub.events.Member;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDeleted;
import io.clawhub.events.Seq;
import io.clawhub.events.archive.FindRequest;
import io.clawhub.events.archive.FoundMessage;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

/** The newest of each conversation, messages by their ids, and what is unread. */
@QuarkusTest
class LookupsIT extends HistoryITBase {

    private static final String CONTENTS = "messages.message.content";

    private final Map<Integer, Long> positions = new HashMap<>();

    @Test
    void tellsTheNewestMessageOfEachConversationInTheirOrder() {
        say("dc_1" + id, "a", "b", "old");
        say("dc_2" + id, "c", "b", "between");
        say("dc_1" + id, "b", "a", "new");
        say("dc_3" + id, "a", "c", "not b's");
        lobby();
        say("dc_4" + id, "b", "d", "last");

        latest("b", "")
                .body(CONTENTS, contains("between", "new", "to b", "last"))
                .body("hasMore", equalTo(false));
        latest("b", "&limit=2").body(CONTENTS, contains("to b", "last")).body("hasMore", equalTo(true));
        latest("stranger", "").body(CONTENTS, empty());
    }

    @Test
    void tellsAMemberWhoLeftTheNewestItSaw() {
        log.open("gc_" + id, ConversationKind.GROUP, new Member("a-" + id, "owner"), new Member("b-" + id, "member"));
        group("before");
        log.leave("gc_" + id, "b-" + id);
        group("after");
        say("dc_" + id, "a", "c", "last");

        latest("b", "").body(CONTENTS, contains("before"));
    }

    @Test
    void findsMessagesAsFarAsTheyAreSeen() {
        MessageAccepted mine = HubLog.direct("dc_1" + id, "a-" + id, "b-" + id, "mine");
        MessageAccepted deleted = HubLog.direct("dc_1" + id, "b-" + id, "a-" + id, "deleted");
        MessageAccepted foreign = HubLog.direct("dc_2" + id, "a-" + id, "c-" + id, "foreign");
        RecordMetadata first = said(mine);
        said(deleted);
        said(foreign);
        said(new MessageDeleted("chg_" + id, "dc_1" + id, deleted.messageId(), "b-" + id, List.of()));
        said(HubLog.direct("dc_1" + id, "a-" + id, "b-" + id, "last"));

        List<FoundMessage> found =
                find("b", List.of(mine.messageId(), deleted.messageId(), foreign.messageId(), "msg_none" + id));

        assertThat(found)
                .extracting(FoundMessage::messageId)
                .containsExactlyInAnyOrder(mine.messageId(), deleted.messageId());
        FoundMessage one = found.stream()
                .filter(message -> message.messageId().equals(mine.messageId()))
                .findFirst()
                .orElseThrow();
        assertThat(one.conversationId()).isEqualTo("dc_1" + id);
        assertThat(one.kind()).isEqualTo(ConversationKind.DIRECT);
        assertThat(one.seq()).isEqualTo(Seq.of(0, first.offset()));
        assertThat(one.senderId()).isEqualTo("a-" + id);
        assertThat(one.audience()).containsExactly("a-" + id, "b-" + id);
        assertThat(one.at().toEpochMilli()).isEqualTo(first.timestamp());
        assertThat(one.deletedAt()).isNull();
        assertThat(found).filteredOn(message -> message.deletedAt() != null).hasSize(1);
    }

    @Test
    void countsWhatNoClientHasRead() {
        RecordMetadata first = say("dc_1" + id, "a", "b", "one");
        say("dc_1" + id, "a", "b", "two");
        say("dc_1" + id, "b", "a", "own");
        say("dc_1" + id, "a", "b", "three");

        unread().body("count", contains(3));

        log.cursor("b-" + id, "phone", "dc_1" + id, 0, Seq.of(0, first.offset()));

        org.awaitility.Awaitility.await().atMost(SOON).untilAsserted(() -> unread().body("count", contains(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"messageIds\":[]}", "{\"messageIds\":[\"\"]}", "{\"messageIds\":[\"a\\u0000\"]}", "[]"})
    void refusesToFindNothing(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/api/participants/p/messages/find")
                .then()
                .statusCode(400);
    }

    @Test
    void refusesToFindTooMany() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= FindRequest.MOST; i++) {
            ids.add("msg_" + i);
        }
        given().contentType("application/json")
                .body(EventJson.write(new FindRequest(ids)))
                .post("/api/participants/p/messages/find")
                .then()
                .statusCode(400);
    }

    private void lobby() {
        log.open("ch_" + id, ConversationKind.SERVICE, new Member("p-" + id, "provider"));
        for (String other : List.of("b", "c")) {
            said(HubLog.message(
                    "ch_" + id,
                    ConversationKind.SERVICE,
                    "p-" + id,
                    List.of("p-" + id, other + "-" + id),
                    "to " + other));
        }
    }

    private void group(String text) {
        said(HubLog.message("gc_" + id, ConversationKind.GROUP, "a-" + id, List.of(), text));
    }

    private RecordMetadata said(ChatEvent event) {
        RecordMetadata at = log.say(event);
        positions.put(at.partition(), at.offset() + 1);
        return at;
    }

    private String positions() {
        return positions.entrySet().stream()
                .map(at -> at.getKey() + ":" + at.getValue())
                .collect(Collectors.joining(","));
    }

    private RecordMetadata say(String conversation, String from, String to, String text) {
        return said(HubLog.direct(conversation, from + "-" + id, to + "-" + id, text));
    }

    private ValidatableResponse latest(String who, String query) {
        return ok("/api/participants/" + who + "-" + id + "/latest?positions=" + positions() + query);
    }

    private ValidatableResponse unread() {
        return ok("/api/participants/b-" + id + "/unread?positions=" + positions());
    }

    private List<FoundMessage> find(String who, List<String> ids) {
        String answer = answered(() -> given().contentType("application/json")
                        .body(EventJson.write(new FindRequest(ids)))
                        .post("/api/participants/" + who + "-" + id + "/messages/find?positions=" + positions()))
                .statusCode(200)
                .extract()
                .asString();
        return List.of(EventJson.readText(answer, FoundMessage[].class));
    }
}
