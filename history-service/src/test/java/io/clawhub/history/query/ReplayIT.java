package io.clawhub.history.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventJson;
import io.clawhub.events.Member;
import io.clawhub.events.Seq;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class ReplayIT extends HistoryITBase {

    @Test
    void replaysWhatOthersSaidAfterTheGreaterOfBothCursors() {
        long delivered = Seq.of(0, say("dc1_", "a", "b", "delivered").offset());
        say("dc1_", "a", "b", "new");
        say("dc1_", "b", "a", "own");
        long known = Seq.of(0, say("dc2_", "c", "b", "known to the caller").offset());
        RecordMetadata last = say("dc2_", "c", "b", "new, too");
        cursorStored("b", "dc1_", delivered);
        awaitStored("dc1_" + id, 3);
        awaitStored("dc2_" + id, 2);

        ReplayPage page = replay(Map.of("dc2_" + id, known), Map.of(last.partition(), last.offset() + 1), null, 100);

        assertThat(texts(page)).containsExactly("new", "new, too");
        assertThat(page.hasMore()).isFalse();
    }

    @Test
    void keepsCursorsOfClientsApart() {
        long delivered =
                Seq.of(0, say("dc1_", "a", "b", "only the phone has it").offset());
        log.cursor("b-" + id, "phone", "dc1_" + id, delivered, 0);
        awaitStored("dc1_" + id, 1);
        await().atMost(SOON).until(() -> cursors("phone") == 1);

        ReplayPage laptop = replay(Map.of(), Map.of(), null, 100);

        assertThat(texts(laptop)).containsExactly("only the phone has it");
    }

    @Test
    void pagesThroughAllConversationsInOrderWithoutSkippingOrRepeating() {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            said.add("t" + i);
            say("dc" + i % 5 + "_", "a" + i % 5, "b", "t" + i);
        }
        for (int i = 0; i < 5; i++) {
            awaitStored("dc" + i + "_" + id, 10);
        }

        List<LoggedMessage> read = new ArrayList<>();
        ReplayPage page;
        do {
            page = replay(Map.of(), Map.of(), read.isEmpty() ? null : ReplayRequest.Mark.of(read.getLast()), 7);
            read.addAll(page.messages());
        } while (page.hasMore());

        assertThat(read)
                .extracting(logged -> logged.message().content().asText())
                .containsExactlyInAnyOrderElementsOf(said);
        assertThat(read)
                .isSortedAccordingTo(java.util.Comparator.comparing(LoggedMessage::at)
                        .thenComparing(logged -> logged.message().conversationId())
                        .thenComparing(LoggedMessage::seq));
    }

    @Test
    void replaysFromALobbyOnlyWhatIsAddressedToTheParticipant() {
        log.open("ch_" + id, ConversationKind.SERVICE, new Member("p-" + id, "provider"));
        lobby("other", "p", "not for b");
        lobby("b", "p", "own");
        lobby("p", "other", "not for b either");
        lobby("p", "b", "for b");
        lobby("p", "other", "still not for b");
        awaitStored("ch_" + id, 5);

        ReplayPage page = replay(Map.of(), Map.of(), null, 100);

        assertThat(texts(page)).containsExactly("for b");
    }

    @Test
    void startsForALateMemberWhereItJoined() {
        log.open("gc_" + id, ConversationKind.GROUP, new Member("a-" + id, "member"));
        log.say(HubLog.message("gc_" + id, ConversationKind.GROUP, "a-" + id, List.of(), "before"));
        log.join("gc_" + id, "b-" + id);
        log.say(HubLog.message("gc_" + id, ConversationKind.GROUP, "a-" + id, List.of(), "after"));
        awaitStored("gc_" + id, 2);

        assertThat(texts(replay(Map.of(), Map.of(), null, 100))).containsExactly("after");
        ok("/api/participants/b-" + id + "/unread")
                .body("conversationId", contains("gc_" + id))
                .body("count", contains(1));
    }

    @Test
    void answersWithThePositionsItHasWhenThoseAskedForDoNotCome() {
        RecordMetadata at = say("dc1_", "a", "b", "hello");
        awaitStored("dc1_" + id, 1);
        long started = System.nanoTime();

        ReplayPage page = replay(Map.of(), Map.of(at.partition(), at.offset() + 1_000_000), null, 100);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(page.positions().get(at.partition())).isBetween(at.offset() + 1, at.offset() + 1_000);
        assertThat(texts(page)).containsExactly("hello");
    }

    @Test
    void waitsForPositionsThatComeSoonAndClaimsThem() {
        RecordMetadata at = say("dc1_", "a", "b", "just said");

        // A busy machine may take longer than a replay waits; it then claims less.
        ReplayPage page = await().atMost(SOON)
                .until(
                        () -> replay(Map.of(), Map.of(at.partition(), at.offset() + 1), null, 100),
                        answer -> answer.positions().getOrDefault(at.partition(), 0L) > at.offset());

        assertThat(texts(page)).containsExactly("just said");
    }

    @Test
    void countsUnreadMessagesOfOthersOverAllClients() {
        say("dc1_", "a", "b", "read");
        long read = Seq.of(0, say("dc1_", "a", "b", "read, too").offset());
        say("dc1_", "b", "a", "own");
        say("dc1_", "a", "b", "unread");
        say("dc1_", "a", "b", "unread, too");
        awaitStored("dc1_" + id, 5);
        log.cursor("b-" + id, "phone", "dc1_" + id, read, read);
        log.cursor("b-" + id, "laptop", "dc1_" + id, read, 0);
        await().atMost(SOON).until(() -> cursors("laptop") == 1 && cursors("phone") == 1);

        ok("/api/participants/b-" + id + "/unread")
                .body("conversationId", contains("dc1_" + id))
                .body("count", contains(2));
        ok("/api/participants/b-" + id + "/cursors?client=phone")
                .body("$", hasSize(1))
                .body("[0].deliveredSeq", equalTo((int) read))
                .body("[0].readSeq", equalTo((int) read));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{\"participantId\":\"p\"}",
                "{\"participantId\":\"\",\"clientId\":\"c\"}",
                "{\"participantId\":\"p\\u0000\",\"clientId\":\"c\"}",
                "{\"participantId\":\"p\",\"clientId\":\"c\",\"limit\":\"many\"}",
                "{\"participantId\":\"p\",\"clientId\":\"c\",\"cursors\":{\"x\":null}}",
                "{\"participantId\":\"p\",\"clientId\":\"c\",\"cursors\":{\"x\\u0000\":1}}",
                "{\"participantId\":\"p\",\"clientId\":\"c\",\"positions\":{\"x\":1}}",
                "{\"participantId\":\"p\",\"clientId\":\"c\",\"after\":{\"atMillis\":1}}"
            })
    void explainsWhatIsWrongWithARequest(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/api/replay")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("error", not(emptyString()));
    }

    private RecordMetadata say(String conversation, String from, String to, String text) {
        return log.say(HubLog.direct(conversation + id, from + "-" + id, to + "-" + id, text));
    }

    private void lobby(String from, String to, String text) {
        log.say(HubLog.message(
                "ch_" + id, ConversationKind.SERVICE, from + "-" + id, List.of(from + "-" + id, to + "-" + id), text));
    }

    private void cursorStored(String participant, String conversation, long delivered) {
        log.cursor(participant + "-" + id, "laptop", conversation + id, delivered, 0);
        await().atMost(SOON).until(() -> cursors("laptop") == 1);
    }

    private int cursors(String client) {
        return rows("SELECT 1 FROM cursor WHERE participant_id = $1 AND client_id = $2", "b-" + id, client)
                .size();
    }

    /** Asks as b's laptop. */
    private ReplayPage replay(
            Map<String, Long> cursors, Map<Integer, Long> positions, ReplayRequest.Mark after, int limit) {
        byte[] request = EventJson.write(new ReplayRequest("b-" + id, "laptop", cursors, positions, after, limit));
        ValidatableResponse answer = answered(() ->
                        given().contentType("application/json").body(request).post("/api/replay"))
                .statusCode(200);
        return EventJson.read(
                io.clawhub.events.EventHeaders.of(ReplayPage.class),
                answer.extract().asByteArray(),
                ReplayPage.class);
    }

    private static List<String> texts(ReplayPage page) {
        return page.messages().stream()
                .map(logged -> logged.message().content().asText())
                .toList();
    }
}
