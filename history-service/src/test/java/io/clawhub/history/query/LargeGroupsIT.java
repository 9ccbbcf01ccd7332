package io.clawhub.history.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.Member;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** Who sees what of messages that name no audience, and what a participant has cleared away. */
@QuarkusTest
class LargeGroupsIT extends HistoryITBase {

    @Test
    void whoJoinsALargeGroupSeesNothingEarlierAndWhoLeftNothingLater() {
        String group = open("gc_", "a", "c");
        say(group, "before");
        log.join(group, "b-" + id);
        say(group, "both");
        log.leave(group, "c-" + id);
        say(group, "after");
        awaitStored(group, 3);

        assertThat(pages(group, "a")).containsExactly("before", "both", "after");
        assertThat(pages(group, "b")).containsExactly("both", "after");
        assertThat(pages(group, "c")).containsExactly("before", "both");
        assertThat(replay("b")).containsExactly("both", "after");
        assertThat(replay("c")).containsExactly("before", "both");
        ok("/api/participants/b-" + id + "/messages").body("messages", hasSize(2));
        ok("/api/participants/c-" + id + "/messages").body("messages", hasSize(2));
        ok("/api/participants/b-" + id + "/unread").body("count", contains(2));
    }

    @Test
    void whoComesBackSeesFromThereOn() {
        String group = open("gc_", "a", "b");
        say(group, "first time");
        log.leave(group, "b-" + id);
        say(group, "away");
        log.join(group, "b-" + id);
        say(group, "back");
        awaitStored(group, 3);

        assertThat(pages(group, "b")).containsExactly("back");
        assertThat(replay("b")).containsExactly("back");
    }

    @Test
    void aGroupMayGrowLargeAndShrinkAgain() {
        String group = open("gc_", "a", "b");
        log.say(HubLog.message(group, ConversationKind.GROUP, "a-" + id, List.of("a-" + id, "b-" + id), "small"));
        say(group, "large");
        log.join(group, "c-" + id);
        say(group, "larger");
        log.say(HubLog.message(
                group, ConversationKind.GROUP, "a-" + id, List.of("a-" + id, "b-" + id, "c-" + id), "small again"));
        awaitStored(group, 4);

        assertThat(pages(group, "b")).containsExactly("small", "large", "larger", "small again");
        assertThat(replay("b")).containsExactly("small", "large", "larger", "small again");
        assertThat(pages(group, "c")).containsExactly("larger", "small again");
    }

    @Test
    void whatIsClearedAwayIsHiddenFromOneOnly() {
        String direct = open("dc_", "a", "b");
        log.say(HubLog.direct(direct, "a-" + id, "b-" + id, "old"));
        awaitStored(direct, 1);
        long seq = lastSeq(direct);

        log.say(new HistoryCleared(direct, "b-" + id, seq, Instant.now()));
        log.say(HubLog.direct(direct, "a-" + id, "b-" + id, "new"));
        // A repeat hides nothing more.
        log.say(new HistoryCleared(direct, "b-" + id, seq, Instant.now()));
        log.say(HubLog.direct(direct, "a-" + id, "b-" + id, "newer"));
        awaitStored(direct, 3);

        assertThat(pages(direct, "a")).containsExactly("old", "new", "newer");
        assertThat(pages(direct, "b")).containsExactly("new", "newer");
        assertThat(replay("b")).containsExactly("new", "newer");
        ok("/api/participants/b-" + id + "/messages").body("messages", hasSize(2));
        ok("/api/participants/b-" + id + "/unread").body("count", contains(2));
        log.say(new HistoryCleared(direct, "b-" + id, lastSeq(direct), Instant.now()));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> ok("/api/participants/b-" + id + "/unread").body("count", empty()));
    }

    @Test
    void tellsWhereManyConversationsEnd() {
        String direct = open("dc_", "a", "b");
        log.say(HubLog.direct(direct, "a-" + id, "b-" + id, "said"));
        awaitStored(direct, 1);

        given().contentType("application/json")
                .body(List.of(direct, "dc_unknown"))
                .post("/api/last-seqs")
                .then()
                .statusCode(200)
                .body("size()", equalTo(1));
        assertThat(lastSeq(direct))
                .isEqualTo(rows("SELECT last_seq FROM conversation WHERE id = $1", direct)
                        .getFirst()
                        .getLong(0));
        given().contentType("application/json")
                .body(Collections.nCopies(501, direct))
                .post("/api/last-seqs")
                .then()
                .statusCode(400);
    }

    private String open(String prefix, String... members) {
        String conversation = prefix + id;
        log.open(
                conversation,
                prefix.startsWith("gc") ? ConversationKind.GROUP : ConversationKind.DIRECT,
                Arrays.stream(members)
                        .map(one -> new Member(one + "-" + id, "member"))
                        .toArray(Member[]::new));
        return conversation;
    }

    private void say(String group, String text) {
        log.say(HubLog.message(group, ConversationKind.GROUP, "a-" + id, List.of(), text));
    }

    private static long lastSeq(String conversation) {
        return given().contentType("application/json")
                .body(List.of(conversation))
                .post("/api/last-seqs")
                .jsonPath()
                .<String, Number>getMap("")
                .get(conversation)
                .longValue();
    }

    private List<String> pages(String conversation, String member) {
        return texts(conversation, member + "-" + id);
    }

    private List<String> replay(String member) {
        byte[] request =
                EventJson.write(new ReplayRequest(member + "-" + id, "laptop", Map.of(), Map.of(), null, 100, false));
        ValidatableResponse answer = answered(() ->
                        given().contentType("application/json").body(request).post("/api/replay"))
                .statusCode(200);
        return EventJson.read(
                        EventHeaders.of(ReplayPage.class), answer.extract().asByteArray(), ReplayPage.class)
                .messages()
                .stream()
                .map(LoggedMessage::message)
                .map(message -> message.content().textValue())
                .toList();
    }
}
