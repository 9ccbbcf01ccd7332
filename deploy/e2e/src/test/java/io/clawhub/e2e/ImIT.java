package io.clawhub.e2e;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub's own protocol: messages, cursors, windows, copies, and coming back. */
@ExtendWith(CalmHub.class)
class ImIT {

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");

    ImIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void messagesAreDeliveredAcrossGateways() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient b = ImClient.of(hub, 2, bob, "c")) {
            JsonNode ok = a.send("m1", bob, "hello");

            JsonNode message = b.awaitMessage();
            assertThat(message.path("id")).isEqualTo(ok.path("id"));
            assertThat(message.path("seq")).isEqualTo(ok.path("seq"));
            // The answer tells the millisecond of the exact time.
            assertThat(message.path("ts").asText())
                    .startsWith(ok.path("ts").asText().replace("Z", ""));
            assertThat(message.path("from").asText()).isEqualTo(alice);
        }
    }

    /** On one gateway: another one learns of an acknowledgement within about a second only. */
    @Test
    void whatWasNotAcknowledgedComesAgainAndTheRestDoesNot() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c")) {
            try (ImClient b = ImClient.caughtUp(hub, 1, bob, "c")) {
                for (int i = 1; i <= 3; i++) {
                    a.send("m" + i, bob, "text " + i);
                }
                b.ack(b.awaitMessage());
                assertThat(b.awaitTexts(2)).containsExactly("text 2", "text 3");
                b.say("{'t':'bye'}");
                assertThat(b.closeCode()).isEqualTo(1000);
            }

            try (ImClient again = ImClient.of(hub, 1, bob, "c")) {
                JsonNode first = again.await("deliver");
                assertThat(first.path("redelivered").asBoolean()).isTrue();
                assertThat(first.path("message").path("text").asText()).isEqualTo("text 2");
                JsonNode last = again.awaitMessage();
                assertThat(last.path("text").asText()).isEqualTo("text 3");
                again.await("caught_up");
                again.ack(last);
                // The acknowledgement is known once the sender was told of it.
                a.await(frame -> "status".equals(frame.path("t").asText())
                        && frame.path("seq").asLong() == last.path("seq").asLong());
            }

            try (ImClient third = ImClient.of(hub, 1, bob, "c")) {
                third.await("caught_up");
                third.assertNone("deliver");
            }
        }
    }

    @Test
    void whoWasAwayGetsEverythingInOrder() {
        List<String> texts = Names.numbered("text", 300);
        try (ImClient a = ImClient.of(hub, 1, alice, "c")) {
            for (String text : texts) {
                a.say("{'t':'send','cmid':'%s','to':'%s','text':'%s'}", text, bob, text);
            }
            texts.forEach(
                    text -> a.await(frame -> text.equals(frame.path("cmid").asText())));
        }

        try (ImClient b = ImClient.connect(hub, 2, Map.of())) {
            b.say("{'t':'hello','v':1,'agent_id':'%s','client_id':'c','window':1000}", bob);

            assertThat(b.awaitTexts(300)).isEqualTo(texts);
            b.await("caught_up");
        }
    }

    @Test
    void theWindowStopsAndGoesOn() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c")) {
            for (int i = 1; i <= 10; i++) {
                a.send("m" + i, bob, "text " + i);
            }
            try (ImClient b = ImClient.connect(hub, 1, Map.of())) {
                b.say("{'t':'hello','v':1,'agent_id':'%s','client_id':'c','window':3}", bob);
                assertThat(b.awaitTexts(2)).containsExactly("text 1", "text 2");
                JsonNode third = b.awaitMessage();
                b.assertNone("deliver");

                b.ack(third);
                assertThat(b.awaitTexts(3)).containsExactly("text 4", "text 5", "text 6");
                b.assertNone("deliver");
                b.say("{'t':'window','n':100}");
                assertThat(b.awaitTexts(4)).containsExactly("text 7", "text 8", "text 9", "text 10");
                b.await("caught_up");
                a.send("m11", bob, "live");
                assertThat(b.awaitTexts(1)).containsExactly("live");
            }
        }
    }

    @Test
    void everyClientOfAnAgentHasItsOwnCursorsAndCopies() {
        try (ImClient phone = ImClient.caughtUp(hub, 1, alice, "phone");
                ImClient b = ImClient.of(hub, 2, bob, "c")) {
            b.send("m1", alice, "to all of you");
            phone.ack(phone.awaitMessage());
            phone.send("m2", bob, "from the phone");

            try (ImClient desk = ImClient.of(hub, 2, alice, "desk")) {
                JsonNode first = desk.awaitMessage();
                JsonNode second = desk.awaitMessage();
                assertThat(first.path("text").asText()).isEqualTo("to all of you");
                assertThat(second.path("dir").asText()).isEqualTo("out");
                assertThat(second.path("client_msg_id").asText()).isEqualTo("m2");
                desk.await("caught_up");
                phone.send("m3", bob, "and live");
                assertThat(desk.awaitMessage().path("dir").asText()).isEqualTo("out");
            }
            phone.assertNone("deliver");
        }
    }

    @Test
    void theSenderSeesWhatWasStoredAndRead() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient b = ImClient.caughtUp(hub, 2, bob, "c")) {
            a.send("m1", bob, "hello");
            JsonNode message = b.awaitMessage();

            b.ack(message);
            JsonNode delivered = a.await("status");
            b.say(
                    "{'t':'read','conversation_id':'%s','seq':%d}",
                    message.path("conversation_id").asText(),
                    message.path("seq").asLong());
            JsonNode read = a.await(frame -> "read".equals(frame.path("state").asText()));

            assertThat(delivered.path("state").asText()).isEqualTo("delivered");
            assertThat(read.path("by").asText()).isEqualTo(bob);
            assertThat(read.path("seq")).isEqualTo(message.path("seq"));
        }
    }

    @Test
    void aKeyMeansOneMessageOnEveryGateway() {
        try (ImClient here = ImClient.of(hub, 1, alice, "c1");
                ImClient there = ImClient.of(hub, 2, alice, "c2");
                ImClient b = ImClient.of(hub, 1, bob, "c")) {
            JsonNode first = here.send("once", bob, "hello");
            JsonNode second = there.send("once", bob, "hello");
            JsonNode third = here.send("once", bob, "hello");

            assertThat(second.path("id")).isEqualTo(first.path("id"));
            assertThat(third.path("duplicate").asBoolean()).isTrue();
            here.send("last", bob, "last");
            assertThat(b.awaitTexts(2)).containsExactly("hello", "last");
        }
    }

    @Test
    void aNewerConnectionOnTheOtherGatewayReplacesTheOlder() {
        try (ImClient older = ImClient.of(hub, 1, alice, "c");
                ImClient newer = ImClient.of(hub, 2, alice, "c")) {
            assertThat(older.await("error").path("code").asText()).isEqualTo("REPLACED");
            assertThat(older.closeCode()).isEqualTo(4009);
            newer.assertNone("error");
        }
    }

    @Test
    void cursorsCountInTheirEpoch() {
        JsonNode message;
        String epoch;
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient b = ImClient.connect(hub, 1, Map.of())) {
            b.say("{'t':'hello','v':1,'agent_id':'%s','client_id':'c'}", bob);
            JsonNode welcome = b.await("welcome");
            assertThat(welcome.path("recovered").asBoolean()).isFalse();
            epoch = welcome.path("epoch").asText();
            a.send("m1", bob, "hello");
            message = b.awaitMessage();
        }
        String hello = "{'t':'hello','v':1,'agent_id':'%s','client_id':'c','epoch':'%s','cursors':{'%s':%d}}";
        String conversation = message.path("conversation_id").asText();
        long seq = message.path("seq").asLong();

        try (ImClient same = ImClient.connect(hub, 2, Map.of())) {
            same.say(hello, bob, epoch, conversation, seq);
            assertThat(same.await("welcome").path("recovered").asBoolean()).isTrue();
            same.await("caught_up");
            same.assertNone("deliver");
        }
        try (ImClient other = ImClient.connect(hub, 1, Map.of())) {
            other.say(hello, bob, "e_other", conversation, seq);
            assertThat(other.await("welcome").path("recovered").asBoolean()).isFalse();
            other.await("caught_up");
        }
    }

    @Test
    void badFramesAreAnsweredAndTheConnectionStays() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c")) {
            for (String bad :
                    List.of("x", "[]", "{}", "{\"t\":\"none\"}", "{\"t\":\"send\",\"cmid\":\"m\",\"to\":\"b\"}")) {
                a.socket().send(bad);
                assertThat(a.await(frame -> frame.has("code"))
                                .path("recoverable")
                                .asBoolean())
                        .isFalse();
            }
            a.send("m1", bob, "still here");
        }
        try (ImClient rude = ImClient.connect(hub, 1, Map.of())) {
            rude.say("{'t':'ping','n':1}");
            assertThat(rude.await("error").path("code").asText()).isEqualTo("HELLO_REQUIRED");
            assertThat(rude.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void anIdOfAUserNeedsTheirKey() {
        Rest rest = Rest.of(hub, 1);
        String key = rest.post("/api/users", Frames.read("{\"name\":\"im\"}"))
                .json()
                .path("api_key")
                .asText();
        try (ImClient owner = ImClient.connect(hub, 1, Map.of("Authorization", "Bearer " + key))) {
            owner.say("{'t':'hello','v':1,'agent_id':'%s','client_id':'c'}", alice);
            owner.await("welcome");
            owner.send("m1", bob, "it is me");
        }

        try (ImClient thief = ImClient.connect(hub, 2, Map.of())) {
            thief.say("{'t':'hello','v':1,'agent_id':'%s','client_id':'c'}", alice);
            assertThat(thief.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
            assertThat(thief.closeCode()).isEqualTo(1008);
        }
        try (ImClient b = ImClient.of(hub, 1, bob, "c")) {
            assertThat(b.awaitMessage().path("authentication").asText()).isEqualTo("token");
        }
    }
}
