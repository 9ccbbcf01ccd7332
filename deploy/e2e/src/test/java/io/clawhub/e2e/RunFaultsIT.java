package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Streamed replies when clients, agents, gateways and the log go away. */
@ExtendWith({ShakenHub.class, CalmHub.class})
class RunFaultsIT {

    /** 1 000 in the soak; see {@code -Dclawhub.joins}. */
    private static final int JOINS = Integer.getInteger("clawhub.joins", 200);

    private static final int JOINS_OF_A_RUN = 20;
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final HubProcesses calm;
    private final HubProcesses hub;

    RunFaultsIT(HubProcesses calm, @Shaken HubProcesses hub) {
        this.calm = calm;
        this.hub = hub;
    }

    @AfterEach
    void repair() {
        ShakenHub.repair(hub);
    }

    @Test
    void check4WhoComesLateReadsTheWholeAndNothingTwice() {
        try (StreamingAgent agent = StreamingAgent.of(calm, 1, Names.fresh("agent"));
                ChannelClient asker = ChannelClient.v1(calm, 1, "")) {
            long inTime = 0;
            for (int run = 0; run * JOINS_OF_A_RUN < JOINS; run++) {
                String session = Names.fresh("session");
                asker.ask(agent.id(), session, "hello");
                StreamingAgent.Reply reply = agent.reply(agent.question());
                CompletableFuture<Void> over = new CompletableFuture<>();
                List<CompletableFuture<String>> late = new ArrayList<>();
                for (int i = 0; i < JOINS_OF_A_RUN; i++) {
                    late.add(CompletableFuture.supplyAsync(() -> joined(agent.id(), session, over), THREADS));
                }
                Random random = new Random(run);
                for (int piece = 0; piece < 120; piece++) {
                    reply.delta("piece %d of %d. ".formatted(piece, run));
                    LockSupport.parkNanos(random.nextInt(15) * 1_000_000L);
                }
                reply.end();
                assertThat(ChannelClient.text(asker.awaitTurn())).isEqualTo(reply.text());
                over.complete(null);
                // Who came after the end reads nothing: it is in history.
                late.forEach(text -> assertThat(text.join()).isIn(reply.text(), ""));
                inTime += late.stream().filter(text -> !text.join().isEmpty()).count();
            }
            assertThat(inTime).isGreaterThan(JOINS / 4);
        }
    }

    /** What a client reads that joins at some moment, on the gateway that the agent is not on. */
    private String joined(String agentId, String session, CompletableFuture<Void> over) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(900) * 1_000_000L);
        boolean extended = ThreadLocalRandom.current().nextBoolean();
        try (ChannelClient client = extended ? ChannelClient.v2(calm, 2, "") : ChannelClient.v1(calm, 2, "")) {
            client.say("{'type':'subscribe','agentId':'%s','sessionId':'%s'}", agentId, session);
            over.join();
            return ChannelClient.text(client.turnOrNothing());
        }
    }

    @Test
    void check5AnAskerThatGoesAwayLeavesTheRunAlone() {
        String session = Names.fresh("session");
        try (StreamingAgent agent = StreamingAgent.of(calm, 1, Names.fresh("agent"))) {
            JsonNode question;
            StreamingAgent.Reply reply;
            try (ChannelClient asker = ChannelClient.v1(calm, 2, "")) {
                asker.ask(agent.id(), session, "hello");
                question = agent.question();
                reply = agent.reply(question).delta("one ");
                asker.awaitText("one ");
                asker.socket().abort();
            }
            try (ChannelClient back = ChannelClient.v2(calm, 1, "")) {
                back.say("{'type':'subscribe','agentId':'%s','sessionId':'%s'}", agent.id(), session);
                back.awaitText("one ");
                reply.delta("two").end();
                assertThat(ChannelClient.text(back.awaitTurn())).isEqualTo("one two");
            }
            List<JsonNode> said = agent.history(question.path("conversation_id").asText());
            assertThat(said)
                    .extracting(message -> message.path("text").asText())
                    .containsExactly("hello", "one two");
        }
    }

    @Test
    void check5AnAgentThatDoesNotComeBackIsLostAndWhatItSaidIsKept() {
        String session = Names.fresh("session");
        String agentId = Names.fresh("agent");
        try (ChannelClient asker = ChannelClient.v2(calm, 2, "")) {
            String conversation;
            try (StreamingAgent agent = StreamingAgent.of(calm, 1, agentId)) {
                asker.ask(agentId, session, "hello");
                JsonNode question = agent.question();
                conversation = question.path("conversation_id").asText();
                agent.reply(question).delta("as far as this");
                asker.await(frame -> frame.path("content").asText().equals("as far as this"));
                agent.client().socket().abort();
            }
            JsonNode lost = asker.await("error");
            assertThat(lost.path("code").asText()).isEqualTo("agent_lost");
            assertThat(lost.path("done").asBoolean()).isTrue();
            try (StreamingAgent back = StreamingAgent.of(calm, 1, agentId)) {
                List<JsonNode> said = back.history(conversation);
                assertThat(said)
                        .extracting(message -> message.path("text").asText())
                        .containsExactly("hello", "as far as this");
                assertThat(said.getLast().path("metadata").path("run_reason").asText())
                        .isEqualTo("agent_lost");
            }
        }
    }

    @Test
    void check5AnAgentThatComesBackGoesOn() {
        String agentId = Names.fresh("agent");
        try (ChannelClient asker = ChannelClient.v1(calm, 2, "")) {
            StreamingAgent.Reply reply;
            try (StreamingAgent agent = StreamingAgent.of(calm, 1, agentId)) {
                asker.ask(agentId, Names.fresh("session"), "hello");
                reply = agent.reply(agent.question()).delta("before ");
                asker.awaitText("before ");
                agent.client().socket().abort();
            }
            try (StreamingAgent back = StreamingAgent.of(calm, 2, agentId)) {
                StreamingAgent.Reply rest = back.resume(reply).delta("and after");
                asker.awaitText("before and after");
                rest.end();
                assertThat(ChannelClient.text(asker.awaitTurn())).isEqualTo("before and after");
            }
        }
    }

    @Test
    void check5ARunWhoseGatewayIsGoneIsEndedByAnother() {
        String session = Names.fresh("session");
        String agentId = Names.fresh("agent");
        StreamingAgent agent = StreamingAgent.of(hub, 1, agentId);
        try (ChannelClient asker = ChannelClient.v2(hub, 1, "");
                ChannelClient reader = ChannelClient.v2(hub, 2, "")) {
            reader.say("{'type':'subscribe','agentId':'%s','sessionId':'%s'}", agentId, session);
            reader.await("session_joined");
            asker.ask(agentId, session, "hello");
            StreamingAgent.Reply reply = agent.reply(agent.question()).delta("as far as this");
            reader.await(frame -> frame.path("content").asText().equals("as far as this"));
            asker.ask(agentId, session, "next");
            asker.await(frame -> frame.path("position").asInt() == 1);

            hub.gateway(1).kill();

            assertThat(reader.await("error").path("code").asText()).isEqualTo("agent_lost");
            // What waited is asked by the gateway that is left.
            try (StreamingAgent back = StreamingAgent.of(hub, 2, agentId)) {
                JsonNode next = back.question();
                while (!next.path("text").asText().equals("next")) {
                    next = back.question();
                }
                StreamingAgent.Reply answer = back.reply(next).delta("here");
                reader.await(frame -> frame.path("content").asText().equals("here"));
                answer.end();
                assertThat(reader.await(frame -> frame.path("done").asBoolean())
                                .path("reason")
                                .asText())
                        .isEqualTo("stop");
            }
            assertThat(reply.text()).isEqualTo("as far as this");
        }
    }

    @Test
    void check9AnswersGrowAndEndWithoutRedisAndPresence() {
        String agentId = Names.fresh("agent");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, agentId);
                ChannelClient asker = ChannelClient.v1(hub, 2, "")) {
            hub.presence().kill();
            hub.redis().kill();

            asker.ask(agentId, Names.fresh("session"), "hello");
            StreamingAgent.Reply reply = agent.reply(agent.question()).delta("with ");
            asker.awaitText("with ");
            reply.delta("less").end();

            assertThat(ChannelClient.text(asker.awaitTurn())).isEqualTo("with less");
        } finally {
            hub.redis().start();
            hub.presence().start();
        }
    }

    @Test
    void check9NothingIsDoneThatTheLogDoesNotHave() {
        String agentId = Names.fresh("agent");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, agentId);
                ChannelClient asker = ChannelClient.v1(hub, 1, "")) {
            asker.ask(agentId, Names.fresh("session"), "hello");
            StreamingAgent.Reply reply =
                    agent.reply(agent.question()).delta("an ").delta("answer");
            asker.awaitText("an answer");

            hub.kafka().pause();
            reply.end();
            agent.client().await("send_err");
            assertThat(asker.nothingButPong())
                    .noneMatch(frame -> frame.path("done").asBoolean());
            hub.kafka().resume();
            Soon.await().until(() -> reply.endsAgain());

            assertThat(ChannelClient.text(asker.awaitTurn())).isEqualTo("an answer");
        }
    }
}
