package io.clawhub.e2e;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub's own protocol: groups, sessions, presence, streams, history, REST twins, and clients of other protocols. */
@ExtendWith(CalmHub.class)
class ImConversationsIT {

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");
    private final String carol = Names.fresh("carol");

    ImConversationsIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void aGroupHasMembersOfEveryProtocol() {
        try (ImClient a = ImClient.caughtUp(hub, 1, alice, "c");
                ImClient b = ImClient.caughtUp(hub, 2, bob, "c");
                Agent claw = Agent.plain(hub, 2, carol)) {
            JsonNode created = a.ask("q1", "{'t':'group_create','rid':'q1','name':'tea','members':['%s']}", bob);
            String group = created.path("conversation_id").asText();
            assertThat(b.await("group").path("conversation_id").asText()).isEqualTo(group);

            b.ask("q2", "{'t':'group_add','rid':'q2','conversation_id':'%s','members':['%s']}", group, carol);
            a.await(frame -> "joined".equals(frame.path("change").asText())
                    && frame.path("who").path(0).asText().equals(carol));
            a.say("{'t':'send','cmid':'m1','conversation_id':'%s','text':'hello'}", group);

            assertThat(b.awaitMessage().path("conversation_kind").asText()).isEqualTo("group");
            claw.awaitTexts(List.of("hello"));
            claw.socket()
                    .send(Frames.chatMessage(Names.messageId(), bob, "from claw")
                            .put("channel_id", group)
                            .toString());
            assertThat(a.awaitMessage().path("protocol").asText()).isEqualTo("claw");
            assertThat(b.awaitMessage().path("conversation_id").asText()).isEqualTo(group);
            b.ask("q3", "{'t':'group_leave','rid':'q3','conversation_id':'%s'}", group);
            a.await(frame -> "left".equals(frame.path("change").asText()));
            assertThat(a.ask("q4", "{'t':'members','rid':'q4','conversation_id':'%s'}", group)
                            .path("members"))
                    .hasSize(2);
            b.say("{'t':'send','cmid':'m2','conversation_id':'%s','text':'still?'}", group);
            assertThat(b.await("send_err").path("code").asText()).isEqualTo("NOT_A_PARTY");
        }
    }

    @Test
    void aSessionJoinsBothProtocols() {
        String service = Names.fresh("service");
        try (ImClient provider = ImClient.caughtUp(hub, 1, alice, "c");
                Agent consumer = Agent.acking(hub, 2, bob)) {
            provider.ask("q1", "{'t':'service_register','rid':'q1','service_id':'%s','name':'Weather'}", service);
            consumer.socket()
                    .send("{\"type\":\"chat_request\",\"request_id\":\"r1\",\"service_id\":\"" + service + "\"}");
            JsonNode asked = provider.await("channel");
            String channel = asked.path("conversation_id").asText();
            assertThat(asked.path("consumer_id").asText()).isEqualTo(bob);

            provider.ask("q2", "{'t':'channel_accept','rid':'q2','conversation_id':'%s'}", channel);
            consumer.awaitFrame(frame -> "chat_accept".equals(Frames.type(frame)));
            consumer.sayAndAwaitAck(alice, "weather?");

            JsonNode message = provider.awaitMessage();
            assertThat(message.path("conversation_id").asText()).isEqualTo(channel);
            provider.say("{'t':'send','cmid':'m1','conversation_id':'%s','text':'sunny'}", channel);
            consumer.awaitTexts(List.of("sunny"));
            provider.ask("q3", "{'t':'channel_end','rid':'q3','conversation_id':'%s','reason':'done'}", channel);
            consumer.awaitFrame(frame -> "chat_end".equals(Frames.type(frame)));
        }
    }

    @Test
    void whoIsWatchedIsSeenComingAndGoing() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c")) {
            JsonNode before = a.ask("q1", "{'t':'presence_watch','rid':'q1','agent_ids':['%s']}", bob);
            assertThat(before.path("presence").path(0).path("status").asText()).isNotEqualTo("online");

            try (ImClient b = ImClient.of(hub, 2, bob, "c")) {
                a.await(frame -> "presence".equals(frame.path("t").asText())
                        && "online".equals(frame.path("status").asText()));
                b.say("{'t':'bye'}");
                assertThat(b.closeCode()).isEqualTo(1000);
            }

            a.await(frame -> "presence".equals(frame.path("t").asText())
                    && "offline".equals(frame.path("status").asText()));
        }
    }

    @Test
    void aRunIsSeenOnTheOtherGatewayAndStoredAsAMessage() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient b = ImClient.of(hub, 2, bob, "c")) {
            String conversation =
                    a.send("m0", bob, "first").path("conversation_id").asText();
            a.say("{'t':'typing','to':'%s','on':true}", bob);
            assertThat(b.await("typing").path("from").asText()).isEqualTo(alice);
            a.say("{'t':'stream_begin','run_id':'%s','cmid':'m1','to':'%s'}", alice, bob);
            a.say("{'t':'stream_delta','run_id':'%s','seq':1,'text':'hel'}", alice);
            b.await(frame -> "begin".equals(frame.path("op").asText()));
            b.await(frame -> "delta".equals(frame.path("op").asText()));
            b.say("{'t':'cancel','run_id':'%s','conversation_id':'%s'}", alice, conversation);
            a.await("cancel");

            a.say("{'t':'stream_end','run_id':'%s','seq':2,'text':'hello'}", alice);

            a.await(frame -> "m1".equals(frame.path("cmid").asText()));
            JsonNode message =
                    b.await(frame -> frame.path("message").has("run_id")).path("message");
            assertThat(message.path("text").asText()).isEqualTo("hello");
            assertThat(b.await(frame -> "end".equals(frame.path("op").asText()))
                            .path("run_id")
                            .asText())
                    .isEqualTo(alice);
            JsonNode page = b.ask("q1", "{'t':'history','rid':'q1','with':'%s','limit':1}", alice);
            assertThat(page.path("messages").path(0).path("run_id").asText()).isEqualTo(alice);
            assertThat(page.path("has_more").asBoolean()).isTrue();
        }
    }

    @Test
    void detailsAreKept() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c")) {
            a.say(
                    "{'t':'send','cmid':'m1','to':'%s','kind':'event','text':'x','reply_to':'msg_0','mentions':['all'],'metadata':{'k':1}}",
                    bob);
            a.await("send_ok");
        }
        try (ImClient b = ImClient.of(hub, 2, bob, "c")) {
            JsonNode message = b.awaitMessage();
            assertThat(message.path("kind").asText()).isEqualTo("event");
            assertThat(message.path("reply_to").asText()).isEqualTo("msg_0");
            assertThat(message.path("mentions").path(0).asText()).isEqualTo("all");
            assertThat(message.path("metadata").path("k").asInt()).isEqualTo(1);
        }
    }

    @Test
    void requestsDoWhatFramesDo() {
        Rest a = Rest.of(hub, 1).as(alice);
        Rest b = Rest.of(hub, 2).as(bob);
        Rest.Answer sent = a.with("Idempotency-Key", "m1")
                .post("/im/v1/messages", Frames.read("{\"to\":\"" + bob + "\",\"text\":\"hello\"}"));
        assertThat(sent.status()).isEqualTo(200);

        JsonNode message = sync(b).path("frames").path(0).path("message");
        assertThat(message.path("id")).isEqualTo(sent.json().path("id"));
        // Not acknowledged: it comes again.
        assertThat(sync(b).path("frames").path(0).path("message")).isEqualTo(message);
        String conversation = message.path("conversation_id").asText();
        JsonNode ack = Frames.read("{\"conversation_id\":\"" + conversation + "\",\"seq\":"
                + message.path("seq").asLong() + "}");
        assertThat(b.post("/im/v1/ack", ack).status()).isEqualTo(204);

        Soon.within(Duration.ofSeconds(30))
                .until(() -> b.get("/im/v1/sync?wait=0").json().path("frames").isEmpty());
        assertThat(b.get("/im/v1/conversations")
                        .json()
                        .path("conversations")
                        .path(0)
                        .path("conversation_id"))
                .isEqualTo(message.path("conversation_id"));
        JsonNode page =
                a.get("/im/v1/conversations/" + conversation + "/messages").json();
        assertThat(page.path("messages").path(0).path("id")).isEqualTo(message.path("id"));
    }

    private static JsonNode sync(Rest rest) {
        Rest.Answer answer = rest.get("/im/v1/sync?wait=20");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }
}
