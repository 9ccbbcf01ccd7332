package io.clawhub.history.query;

import java.time.Instant;
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
import io.clawhub.events.MessageAccepted;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

/** Pages that lie before a message or a time. */
@QuarkusTest
class PagesBackIT extends HistoryITBase {

    private static final String CONTENTS = "messages.message.content";

    @Test
    void pagesAConversationBackFromAMessageByEitherId() {
        List<MessageAccepted> said = say("dc_" + id, 6);

        conversation("limit=2&before_message=" + said.get(4).messageId())
                .body(CONTENTS, contains("t2", "t3"))
                .body("hasMore", equalTo(true));
        conversation("limit=2&before_message=" + said.get(2).clientMsgId())
                .body(CONTENTS, contains("t0", "t1"))
                .body("hasMore", equalTo(false));
        conversation("before_message=" + said.get(0).messageId())
                .body(CONTENTS, empty())
                .body("hasMore", equalTo(false));
    }

    @Test
    void takesTheNewestOfEqualIdsOfSeveralSenders() {
        say("dc_" + id, 2);
        log.say(HubLog.labelled(HubLog.direct("dc_" + id, "b-" + id, "a-" + id, "answer"), "key-0-" + id, null));
        awaitStored("dc_" + id, 3);

        conversation("before_message=key-0-" + id).body(CONTENTS, contains("t0", "t1"));
        all("before_message=key-0-" + id).body(CONTENTS, contains("t0", "t1"));
    }

    @Test
    void knowsNoMessageThatItsReaderMayNotSee() {
        say("dc_" + id, 1);
        MessageAccepted foreign =
                HubLog.labelled(HubLog.direct("dc_other" + id, "x-" + id, "y-" + id, "foreign"), "foreign-" + id, null);
        log.say(foreign);
        MessageAccepted aside =
                HubLog.message("dc_" + id, ConversationKind.DIRECT, "x-" + id, List.of("x-" + id, "y-" + id), "aside");
        log.say(aside);
        awaitStored("dc_other" + id, 1);
        awaitStored("dc_" + id, 2);

        for (String unknown : List.of(foreign.messageId(), foreign.clientMsgId(), aside.messageId(), "none-" + id)) {
            conversation("before_message=" + unknown).body(CONTENTS, empty()).body("hasMore", equalTo(false));
            all("before_message=" + unknown).body(CONTENTS, empty()).body("hasMore", equalTo(false));
        }
    }

    @Test
    void pagesBackFromATimeToThoseOlderThanIt() {
        RecordMetadata first = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "old"));
        RecordMetadata second = first;
        while (second.timestamp() == first.timestamp()) {
            second = log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "new"));
        }
        awaitStoredUpTo(second);
        String at = Instant.ofEpochMilli(second.timestamp()).toString();
        String inATimeZone = at.replace("Z", "%2B00:00");

        for (String time : List.of(at, inATimeZone)) {
            assertThat(contents(conversation("before_time=" + time))).startsWith("old");
            assertThat(contents(all("before_time=" + time))).startsWith("old");
        }
        conversation("before_time=" + Instant.ofEpochMilli(first.timestamp())).body(CONTENTS, empty());
        all("before_time=" + Instant.ofEpochMilli(first.timestamp())).body(CONTENTS, empty());
        conversation("before_time=9999-12-31T23:59:59Z&limit=1").body(CONTENTS, contains("new"));
        conversation("before_time=%2B999999999-12-31T23:59:59Z&limit=1").body(CONTENTS, contains("new"));
        conversation("before_time=-999999999-01-01T00:00:00Z").body(CONTENTS, empty());
    }

    @Test
    void pagesAllOfAParticipantsMessagesBackByTheFirstOnesId() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String conversation = "dc_" + i + id;
            say(conversation, 4).forEach(message -> expected.add(message.messageId()));
        }

        List<String> read = new ArrayList<>();
        String before = "";
        boolean more = true;
        while (more) {
            Map<String, Object> page = all("limit=3" + before).extract().as(new TypeRef<>() {});
            List<String> ids = messages(page).stream()
                    .map(logged -> (String) message(logged).get("messageId"))
                    .toList();
            read.addAll(0, ids);
            before = "&before_message=" + ids.getFirst();
            more = (boolean) page.get("hasMore");
        }

        assertThat(read).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before_time=yesterday",
                "before_time=2026-11-21",
                "before_time=-",
                "before_message=%00",
                "before_message=a&before_time=2026-11-21T00:00:00Z",
                "before=1&before_message=a",
                "after=1&before_time=2026-11-21T00:00:00Z",
                "before_conversation=%00",
                "service=%00"
            })
    void explainsWhatIsWrongWithAQuestion(String query) {
        // What one of the routes does not know, it does not read.
        String path = query.contains("before_conversation") || query.contains("service")
                ? "/api/participants/a/messages?"
                : "/api/conversations/c/messages?participant=a&";
        given().urlEncodingEnabled(false)
                .get(path + query)
                .then()
                .statusCode(400)
                .body("error", containsString(query.contains("&") ? "only one of" : query.split("=")[0]));
    }

    /** Says t0, t1 … under the sender's ids key-0-…, key-1-… */
    private List<MessageAccepted> say(String conversation, int count) {
        List<MessageAccepted> said = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MessageAccepted message = HubLog.labelled(
                    HubLog.direct(conversation, "a-" + id, "b-" + id, "t" + i), "key-" + i + "-" + id, null);
            log.say(message);
            said.add(message);
        }
        awaitStored(conversation, count);
        return said;
    }

    private void awaitStoredUpTo(RecordMetadata at) {
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .until(() -> given().get("/api/conversations/dc_" + id + "/messages?participant=a-" + id + "&positions="
                                        + at.partition() + ":" + (at.offset() + 1))
                                .statusCode()
                        == 200);
    }

    private ValidatableResponse conversation(String query) {
        return ok("/api/conversations/dc_" + id + "/messages?participant=b-" + id + "&" + query);
    }

    private ValidatableResponse all(String query) {
        return ok("/api/participants/b-" + id + "/messages?" + query);
    }

    private static List<String> contents(ValidatableResponse page) {
        return page.extract().jsonPath().getList(CONTENTS);
    }
}
