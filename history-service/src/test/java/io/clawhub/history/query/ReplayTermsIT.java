package io.clawhub.history.query;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.Member;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.SenderProfile;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** What goes with a message, copies for other clients, and where membership ends. */
@QuarkusTest
class ReplayTermsIT extends HistoryITBase {

    @Test
    void givesBackWhatGoesWithAMessageAndWhichClientSaidIt() {
        MessageDetails details = new MessageDetails(
                "file",
                "msg_1",
                List.of("all"),
                List.of(new MessageDetails.Attachment("att_1", "a.txt", "text/plain", 5, null)),
                EventJson.readTree("{\"k\":[1,\"\\u0000\"]}"),
                "run_1");
        SenderProfile profile = new SenderProfile("Ada \u2605", null, true);
        log.say(HubLog.by(
                profile,
                HubLog.detailed(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "with details"), details, "phone")));
        log.say(HubLog.direct("dc_" + id, "a-" + id, "b-" + id, "plain"));
        awaitStored("dc_" + id, 2);

        List<LoggedMessage> replayed = replay("laptop", false).messages();

        assertThat(replayed.getFirst().message().details()).isEqualTo(details);
        assertThat(replayed.getFirst().message().senderProfile()).isEqualTo(profile);
        assertThat(replayed.getFirst().message().senderClientId()).isEqualTo("phone");
        assertThat(replayed.getLast().message().details()).isNull();
        assertThat(replayed.getLast().message().senderProfile()).isNull();
        ok("/api/conversations/dc_" + id + "/messages?participant=b-" + id)
                .body("messages[0].message.details.replyTo", equalTo("msg_1"))
                .body("messages[0].message.senderClientId", equalTo("phone"));
    }

    @Test
    void bringsCopiesOfWhatTheOtherClientsSaidIfTheyAreWanted() {
        saidBy("phone", "copy");
        saidBy("laptop", "own");
        say("b", "a", "said by nobody knows which client");
        say("a", "b", "theirs");
        awaitStored("dc1_" + id, 4);

        assertThat(texts(replay("laptop", true))).containsExactly("copy", "theirs");
        assertThat(texts(replay("laptop", false))).containsExactly("theirs");
        assertThat(texts(replay("phone", true))).containsExactly("own", "theirs");
    }

    @Test
    void endsForAMemberWhereItLeftAndBeginsAnewWhereItCameBack() {
        String group = "gc_" + id;
        log.open(group, ConversationKind.GROUP, new Member("a-" + id, "member"), new Member("b-" + id, "member"));
        group("member");
        log.leave(group, "b-" + id);
        group("gone");
        awaitStored(group, 2);

        assertThat(texts(replay("laptop", false))).containsExactly("member");
        assertThat(texts(group, "b-" + id)).containsExactly("member");
        ok("/api/participants/b-" + id + "/messages").body("messages", hasSize(1));
        ok("/api/participants/b-" + id + "/unread").body("count", contains(1));

        log.leave(group, "b-" + id);
        log.join(group, "b-" + id);
        group("back");
        awaitStored(group, 3);
        assertThat(texts(replay("laptop", false))).containsExactly("back");
        assertThat(texts(group, "a-" + id)).containsExactly("member", "gone", "back");
    }

    @Test
    void whoLeftAndCameBackInOneBatchMissesWhatWasSaidBetween() {
        String group = "gc_" + id;
        log.open(group, ConversationKind.GROUP, new Member("a-" + id, "member"), new Member("b-" + id, "member"));
        group("first");
        awaitStored(group, 1);
        log.leave(group, "b-" + id);
        log.join(group, "b-" + id);
        log.leave(group, "b-" + id);
        group("between");
        log.join(group, "b-" + id);
        group("last");
        awaitStored(group, 3);

        assertThat(texts(replay("laptop", false))).containsExactly("last");
    }

    @Test
    void whoJoinedSeesWhatWasSaidBeforeItsSenderKnew() {
        String group = "gc_" + id;
        log.open(group, ConversationKind.GROUP, new Member("a-" + id, "member"));
        log.say(HubLog.message(group, ConversationKind.GROUP, "a-" + id, List.of("a-" + id), "earlier"));
        log.join(group, "b-" + id);
        log.say(HubLog.message(group, ConversationKind.GROUP, "a-" + id, List.of("a-" + id), "said unknowing"));
        awaitStored(group, 2);

        assertThat(texts(replay("laptop", false))).containsExactly("said unknowing");
        assertThat(texts(group, "b-" + id)).containsExactly("said unknowing");
        ok("/api/participants/b-" + id + "/messages").body("messages", hasSize(1));
        ok("/api/participants/b-" + id + "/unread").body("count", contains(1));
    }

    @Test
    void whoIsSeenBeforeItsJoiningIsToldSeesFromThereOn() {
        String group = "gc_" + id;
        log.open(group, ConversationKind.GROUP, new Member("a-" + id, "member"));
        log.say(HubLog.message(group, ConversationKind.GROUP, "a-" + id, List.of("a-" + id), "earlier"));
        log.say(HubLog.message(
                group, ConversationKind.GROUP, "a-" + id, List.of("a-" + id, "b-" + id), "said to the new one"));
        log.join(group, "b-" + id);
        awaitStored(group, 2);

        assertThat(texts(replay("laptop", false))).containsExactly("said to the new one");
        assertThat(texts(group, "b-" + id)).containsExactly("said to the new one");
    }

    @Test
    void remembersWhatAGroupIsCalled() {
        String group = "gc_" + id;
        log.say(new ConversationOpened(
                group,
                ConversationKind.GROUP,
                null,
                "first name",
                List.of(new Member("a-" + id, "member")),
                Instant.now()));
        log.say(new ConversationChanged(
                "chg_" + id,
                group,
                ConversationKind.GROUP,
                ConversationStatus.ACTIVE,
                null,
                List.of(new Member("a-" + id, "member")),
                "a-" + id,
                null,
                "second name",
                Instant.now()));
        group("said");
        awaitStored(group, 1);

        assertThat(rows("SELECT name FROM conversation WHERE id = $1", group)
                        .getFirst()
                        .getString(0))
                .isEqualTo("second name");
    }

    private void group(String text) {
        log.say(HubLog.message("gc_" + id, ConversationKind.GROUP, "a-" + id, List.of(), text));
    }

    private void saidBy(String client, String text) {
        log.say(HubLog.detailed(HubLog.direct("dc1_" + id, "b-" + id, "a-" + id, text), null, client));
    }

    private ReplayPage replay(String client, boolean ownCopies) {
        byte[] request =
                EventJson.write(new ReplayRequest("b-" + id, client, Map.of(), Map.of(), null, 100, ownCopies));
        ValidatableResponse answer = answered(() ->
                        given().contentType("application/json").body(request).post("/api/replay"))
                .statusCode(200);
        return EventJson.read(
                EventHeaders.of(ReplayPage.class), answer.extract().asByteArray(), ReplayPage.class);
    }

    private void say(String from, String to, String text) {
        log.say(HubLog.direct("dc1_" + id, from + "-" + id, to + "-" + id, text));
    }

    private static List<String> texts(ReplayPage page) {
        return page.messages().stream()
                .map(logged -> logged.message().content().asText())
                .toList();
    }
}
