package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The acceptance list of the streaming channel, by its numbers, on two gateways. */
@ExtendWith(CalmHub.class)
class StreamedRepliesIT {

    private final HubProcesses hub;

    StreamedRepliesIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void check1AReplyGrowsOnVersion1() {
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient client = ChannelClient.v1(hub, 2, "")) {
            client.say("{'type':'chat','agentId':'%s','message':'hello'}", agent.id());
            JsonNode question = agent.question();
            assertThat(question.path("text").asText()).isEqualTo("hello");

            StreamingAgent.Reply reply =
                    agent.reply(question).delta("The ").delta("answer ").delta("is 42");
            client.awaitText("The answer is 42");
            reply.endWith("The answer is 42.");

            List<JsonNode> turn = client.awaitTurn();
            assertThat(ChannelClient.text(turn)).isEqualTo("The answer is 42.");
            assertThat(turn).allMatch(frame -> frame.path("type").asText().equals("stream"));
            assertThat(turn.getLast().path("content").asText()).isEmpty();
            assertThat(turn).allMatch(frame -> frame.path("agentId").asText().equals(agent.id()));
            assertThat(client.nothingButPong()).isEmpty();
        }
    }

    @Test
    void check2AnAgentThatDoesNotStreamAnswersInOneMessage() {
        String agentId = Names.fresh("echo");
        try (Agent agent = Agent.acking(hub, 1, agentId);
                ChannelClient client = ChannelClient.v1(hub, 2, "")) {
            client.say("{'type':'chat','agentId':'%s','message':'hello'}", agentId);
            JsonNode question = agent.awaitFrame(Frames::isMessage);
            agent.say(question.path("sender_id").asText(), "you said hello");

            List<JsonNode> turn = client.awaitTurn();
            assertThat(turn).hasSize(2);
            assertThat(turn.getFirst().path("type").asText()).isEqualTo("message");
            assertThat(turn.getFirst().path("content").asText()).isEqualTo("you said hello");
            assertThat(turn.getFirst().path("done").asBoolean()).isFalse();
            assertThat(turn.getLast().path("type").asText()).isEqualTo("stream");
        }
    }

    @Test
    void check3AllClientsOfASessionReadTheSame() {
        String session = Names.fresh("session");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient asker = ChannelClient.v2(hub, 1, "");
                ChannelClient other = ChannelClient.v1(hub, 2, "")) {
            other.say("{'type':'subscribe','agentId':'%s','sessionId':'%s'}", agent.id(), session);
            other.nothingButPong();
            asker.ask(agent.id(), session, "hello");
            JsonNode accepted = asker.await("accepted");
            StreamingAgent.Reply reply = agent.reply(agent.question());
            for (int i = 0; i < 30; i++) {
                reply.delta("piece " + i + " ");
            }
            reply.end();

            List<JsonNode> asked = asker.awaitTurn();
            List<JsonNode> heard = other.awaitTurn();
            assertThat(ChannelClient.text(asked)).isEqualTo(reply.text());
            assertThat(ChannelClient.text(heard)).isEqualTo(reply.text());
            assertThat(asked.getLast().path("runId")).isEqualTo(accepted.path("runId"));
            assertThat(asked.getLast().path("reason").asText()).isEqualTo("stop");
        }
    }

    @Test
    void questionsOfASessionAreAnsweredOneAfterAnother() {
        String session = Names.fresh("session");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient client = ChannelClient.v2(hub, 1, "")) {
            for (int i = 0; i < 3; i++) {
                client.ask(agent.id(), session, "question " + i);
            }
            for (int i = 0; i < 3; i++) {
                JsonNode question = agent.question();
                assertThat(question.path("text").asText()).isEqualTo("question " + i);
                agent.client().assertNone("deliver");
                agent.reply(question).delta("answer " + i).end();
                assertThat(ChannelClient.text(client.awaitTurn())).isEqualTo("answer " + i);
            }
        }
    }

    @Test
    void check6WhatIsCancelledEndsForAllAndNothingMoreOfItIsShown() {
        String session = Names.fresh("session");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient asker = ChannelClient.v2(hub, 1, "");
                ChannelClient other = ChannelClient.v1(hub, 2, "")) {
            other.say("{'type':'subscribe','agentId':'%s','sessionId':'%s'}", agent.id(), session);
            asker.ask(agent.id(), session, "long");
            String cancelled = asker.await("accepted").path("runId").asText();
            asker.ask(agent.id(), session, "waits");
            asker.ask(agent.id(), session, "next");
            StreamingAgent.Reply reply =
                    agent.reply(agent.question()).delta("as far ").delta("as this");
            String waiting = asker.await(frame ->
                            is(frame, "accepted") && frame.path("position").asInt() == 1)
                    .path("runId")
                    .asText();
            asker.awaitText("as far as this");
            other.awaitText("as far as this");

            asker.say("{'type':'cancel','agentId':'%s','sessionId':'%s','runId':'%s'}", agent.id(), session, waiting);
            asker.say("{'type':'cancel','agentId':'%s','sessionId':'%s'}", agent.id(), session);
            asker.say("{'type':'cancel','agentId':'%s','sessionId':'%s'}", agent.id(), session);
            agent.client().await("cancel");
            reply.delta("no further");

            assertThat(asker.await(frame -> frame.path("runId").asText().equals(waiting) && done(frame))
                            .path("reason")
                            .asText())
                    .isEqualTo("cancelled");
            List<JsonNode> ended = asker.awaitTurn();
            assertThat(ended.getLast().path("reason").asText()).isEqualTo("cancelled");
            assertThat(other.awaitTurn().getLast().path("content").asText()).isEmpty();
            asker.say("{'type':'cancel','agentId':'%s','sessionId':'%s','runId':'%s'}", agent.id(), session, cancelled);
            JsonNode next = agent.question();
            assertThat(next.path("text").asText()).isEqualTo("next");
            reply.end();
            agent.reply(next).delta("here it is").end();
            assertThat(ChannelClient.text(asker.awaitTurn())).isEqualTo("here it is");
            assertThat(ChannelClient.text(other.awaitTurn())).isEqualTo("here it is");
        }
    }

    @Test
    void check8PingsAreAnsweredAndLongTextsInFragmentsAreRead() {
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient client = ChannelClient.v1(hub, 2, "")) {
            assertThat(client.nothingButPong()).isEmpty();
            String text = "\u00e9".repeat(50_000);
            client.socket()
                    .sendFragments(
                            "{\"type\":\"chat\",\"agentId\":\"%s\",\"message\":\"%s\"}".formatted(agent.id(), text),
                            4_000);
            assertThat(agent.question().path("text").asText()).isEqualTo(text);
            client.say("{'type':'ping','id':7,'ts':'x'}");
            client.socket().next(frame -> frame.contains("\"id\":7"));
        }
    }

    @Test
    void check9TheSameKeyIsOneRunWhereverItIsAsked() {
        String session = Names.fresh("session");
        List<ChannelClient> clients = new ArrayList<>();
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"))) {
            for (int i = 0; i < 5; i++) {
                clients.add(ChannelClient.v2(hub, 1 + i % 2, ""));
            }
            clients.parallelStream()
                    .forEach(client -> client.say(
                            "{'type':'chat','agentId':'%s','sessionId':'%s','message':'once','clientMsgId':'k1'}",
                            agent.id(), session));
            Set<String> runs = new HashSet<>();
            int first = 0;
            for (ChannelClient client : clients) {
                JsonNode accepted = client.await("accepted");
                runs.add(accepted.path("runId").asText());
                first += accepted.path("duplicate").asBoolean() ? 0 : 1;
            }
            assertThat(runs).hasSize(1);
            assertThat(first).isOne();
            agent.reply(agent.question()).delta("once").end();
            for (ChannelClient client : clients) {
                assertThat(ChannelClient.text(client.awaitTurn())).isEqualTo("once");
            }
            agent.client().assertNone("deliver");
        } finally {
            clients.forEach(ChannelClient::close);
        }
    }

    @Test
    void check10BadInputGetsTheTablesAnswer() {
        try (ChannelClient client = ChannelClient.v1(hub, 1, "")) {
            client.socket().send("nonsense");
            assertThat(client.await("error").path("code").asText()).isEqualTo("bad_json");
            client.say("{'type':'chat','message':'  '}");
            assertThat(client.await("error").path("code").asText()).isEqualTo("bad_request");
            client.say("{'type':'chat','agentId':'a b','message':'x'}");
            assertThat(client.await("error").path("code").asText()).isEqualTo("bad_request");
            client.say("{'type':'dance'}");
            assertThat(client.await("error").path("code").asText()).isEqualTo("unknown_type");
            client.say("{'type':'chat','message':'" + "x".repeat(70_000) + "'}");
            assertThat(client.await("error").path("code").asText()).isEqualTo("too_large");
            client.say("{'type':'chat','agentId':'%s','message':'x'}", Names.fresh("nobody"));
            JsonNode missing = client.await("error");
            assertThat(missing.path("code").asText()).isEqualTo("agent_not_found");
            assertThat(missing.path("done").asBoolean()).isTrue();
            assertThat(missing.path("payload").path("message").asText())
                    .isEqualTo(missing.path("message").asText())
                    .isEqualTo(missing.path("content").asText());
            client.socket().sendBinary(new byte[] {1});
            assertThat(client.await("error").path("code").asText()).isEqualTo("unsupported");
            assertThat(client.nothingButPong()).isEmpty();
            client.socket().sendBinary(new byte[] {1});
            assertThat(client.socket().closeCode()).isEqualTo(1003);
        }
        try (ChannelClient client = ChannelClient.v1(hub, 1, "")) {
            client.socket().sendBlindly("{'type':'chat','message':'" + "x".repeat(600 * 1024) + "'}");
            assertThat(client.socket().closeCode()).isEqualTo(1009);
        }
        try (ChannelClient client = ChannelClient.v1(hub, 1, "")) {
            for (int i = 0; i < 10; i++) {
                client.socket().send("nonsense");
            }
            assertThat(client.socket().closeCode()).isEqualTo(1007);
        }
        assertThatThrownBy(() -> ChannelClient.connect(hub, 1, "", Map.of("Origin", "https://elsewhere.example")))
                .hasRootCauseMessage("Unexpected HTTP response status code 403");
        assertThatThrownBy(() -> ChannelClient.connect(hub, 1, "token=sk_agt_wrong", Map.of()))
                .hasRootCauseMessage("Unexpected HTTP response status code 401");
        String unknown = hub.gatewayUrl(1) + "api/v1/agents/" + Names.fresh("nobody") + "/ws";
        assertThatThrownBy(() -> FrameSocket.connect(unknown, Map.of()))
                .hasRootCauseMessage("Unexpected HTTP response status code 404");
    }

    @Test
    void anAgentThatIsAwayFindsTheQuestionAndItsAnswerComesAsATurn() {
        String agentId = Names.fresh("agent");
        StreamingAgent.of(hub, 1, agentId).close();
        String session = Names.fresh("session");
        try (ChannelClient client = ChannelClient.v1(hub, 2, "")) {
            HubApi api = new HubApi(hub);
            Soon.await().until(() -> "offline".equals(api.presence(agentId)));
            client.ask(agentId, session, "hello?");
            JsonNode away = client.await("error");
            assertThat(away.path("code").asText()).isEqualTo("agent_offline");
            assertThat(away.path("queued").asBoolean()).isTrue();
            assertThat(away.path("done").asBoolean()).isTrue();

            try (StreamingAgent agent = StreamingAgent.of(hub, 1, agentId)) {
                JsonNode question = agent.question();
                assertThat(question.path("text").asText()).isEqualTo("hello?");
                agent.reply(question).delta("here ").delta("I am").end();
                assertThat(ChannelClient.text(client.awaitTurn())).isEqualTo("here I am");
            }
        }
    }

    @Test
    void eventsTellWhatTheAgentThinksAndSays() {
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient asker = ChannelClient.v1(hub, 1, "");
                FrameSocket events =
                        FrameSocket.connect(hub.gatewayUrl(2) + "api/v1/agents/" + agent.id() + "/ws", Map.of());
                FrameSocket all = FrameSocket.connect(
                        hub.gatewayUrl(2) + "api/v1/event/ws/desk?chainId=" + agent.id(), Map.of())) {
            asker.ask(agent.id(), Names.fresh("session"), "hello");
            agent.reply(agent.question()).think("hm").delta("yes").end();
            asker.awaitTurn();

            for (FrameSocket socket : List.of(events, all)) {
                List<String> types = new ArrayList<>();
                JsonNode event;
                do {
                    event = Frames.read(socket.next());
                    types.add(event.path("type").asText());
                    assertThat(event.path("agentId").asText()).isEqualTo(agent.id());
                    assertThat(event.path("id").asText()).startsWith("evt-");
                } while (!event.path("type").asText().equals("done"));
                assertThat(types).containsExactly("status", "think", "text", "done");
            }
            try (FrameSocket again = FrameSocket.connect(hub.gatewayUrl(2) + "api/v1/event/ws/desk", Map.of())) {
                assertThat(all.closeCode()).isEqualTo(4409);
                again.send("{\"type\":\"ping\"}");
                assertThat(again.next()).isEqualTo("{\"type\":\"pong\"}");
            }
        }
    }

    @Test
    void aCancelledRunHasOneEndAmongTheEventsAndItIsNoError() {
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient asker = ChannelClient.v2(hub, 1, "");
                FrameSocket events =
                        FrameSocket.connect(hub.gatewayUrl(2) + "api/v1/agents/" + agent.id() + "/ws", Map.of())) {
            String session = Names.fresh("session");
            asker.ask(agent.id(), session, "think");
            StreamingAgent.Reply silent = agent.reply(agent.question()).think("hm");
            assertThat(nextOf(events, "think").path("payload").path("content").asText())
                    .isEqualTo("hm");
            asker.say("{'type':'cancel','agentId':'%s','sessionId':'%s'}", agent.id(), session);
            JsonNode end = asker.awaitTurn().getLast();
            assertThat(end.path("reason").asText()).isEqualTo("cancelled");
            silent.end();

            asker.ask(agent.id(), session, "speak");
            agent.reply(agent.question()).delta("yes").end();
            asker.awaitTurn();

            JsonNode first = Frames.read(events.next());
            assertThat(first.path("type").asText()).isEqualTo("done");
            assertThat(first.path("payload").path("reason").asText()).isEqualTo("cancelled");
            assertThat(first.path("taskId")).isEqualTo(end.path("runId"));
            assertThat(Frames.read(events.next()).path("type").asText()).isEqualTo("status");
            assertThat(nextOf(events, "done").path("payload").path("reason").asText())
                    .isEqualTo("stop");
        }
    }

    private static JsonNode nextOf(FrameSocket events, String type) {
        return Frames.read(events.next(frame -> is(Frames.read(frame), type)));
    }

    private static boolean is(JsonNode frame, String type) {
        return frame.path("type").asText().equals(type);
    }

    private static boolean done(JsonNode frame) {
        return frame.path("done").asBoolean();
    }
}
