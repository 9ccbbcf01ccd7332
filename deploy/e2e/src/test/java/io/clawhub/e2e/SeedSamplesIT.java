package io.clawhub.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.client.ChatClient;
import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/** The quick start of the Claw Chat Hub protocol, with clients that know nothing but its dialect A. */
@ExtendWith(CalmHub.class)
class SeedSamplesIT {

    private final HubProcesses hub;
    private final String provider = Names.fresh("weather-provider");
    private final String consumer = Names.fresh("weather-consumer");

    SeedSamplesIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void consumerGetsItsAnswerWhenTheProviderCameFirst() {
        try (ChatClient service = answering();
                Agent asking = Agent.plain(hub, 1, consumer)) {
            asking.say(service.agentId(), "weather in Beijing?");

            assertAnswered(asking);
        }
    }

    @Test
    void consumerGetsItsAnswerWhenTheProviderHasNeverBeenThere() {
        try (Agent asking = Agent.plain(hub, 1, consumer)) {
            asking.say(provider, "weather in Beijing?");

            try (ChatClient service = answering()) {
                assertThat(service.agentId()).isEqualTo(provider);
                assertAnswered(asking);
            }
        }
    }

    @Test
    void plainConnectionIsToldNothingOfItsOwnBadFrames() {
        try (ChatClient service = answering();
                Agent asking = Agent.plain(hub, 1, consumer)) {
            asking.socket()
                    .send("not json")
                    .send("[1]")
                    .send("{\"type\":\"nonsense\"}")
                    .send("{\"type\":7}");
            asking.socket().send("{\"type\":\"chat_message\",\"content\":\"for nobody\"}");
            asking.socket()
                    .send("{\"type\":\"chat_message\",\"sender_id\":\"another\",\"target_agent\":\"" + service.agentId()
                            + "\",\"content\":\"forged\"}");
            asking.say(service.agentId(), "weather in Beijing?");

            assertAnswered(asking);
        }
    }

    @Test
    void quickSendReachesItsTarget() {
        try (Agent target = Agent.plain(hub, 1, provider)) {
            quickSend(consumer, provider, "in passing");

            target.awaitTexts(List.of("in passing"));
        }
    }

    @Test
    void quickSendDoesNotCostItsAgentTheBacklog() {
        List<String> backlog = Names.numbered("backlog", 3);
        sayWithAcks(consumer, provider, backlog);

        quickSend(provider, consumer, "in passing");

        try (Agent back = Agent.plain(hub, 1, provider)) {
            back.awaitTexts(backlog);
        }
    }

    @Test
    void historyIsTheNextFrameAndTheBacklogComesAfter() {
        List<String> backlog = Names.numbered("backlog", 3);
        String channelId = sayWithAcks(consumer, provider, backlog);

        try (Agent back = Agent.plain(hub, 1, provider)) {
            back.socket().send(Frames.chatHistory(channelId, 50).toString());

            back.awaitTexts(backlog);
            JsonNode first = back.frames().getFirst();
            assertThat(Frames.type(first)).isEqualTo("chat_history_response");
            assertThat(first.path("messages").findValuesAsText("content")).isEqualTo(backlog);
            assertThat(back.frames()).hasSize(1 + backlog.size());
        }
    }

    @Test
    void idlePlainConnectionHearsNothing() {
        try (Agent idle = Agent.plain(hub, 1, consumer)) {
            Soon.throughout(Duration.ofSeconds(5)).until(() -> idle.frames().isEmpty());

            assertThat(idle.isOpen()).isTrue();
        }
    }

    /** The seed's provider: answers every message to its sender. */
    private ChatClient answering() {
        ChatClient client = ChatClient.builder()
                .url(hub.gatewayUrl(1))
                .agentId(provider)
                .acks(false)
                .build();
        client.onMessage(question -> client.sendMessage(question.from(), "Sunny: " + question.text()));
        client.connect().join();
        return client;
    }

    private void assertAnswered(Agent asking) {
        asking.awaitTexts(List.of("Sunny: weather in Beijing?"));
        JsonNode answer = asking.messages().getFirst();
        assertThat(answer.path("sender_id").asText()).isEqualTo(provider);
        assertThat(answer.path("message_id").asText()).startsWith("msg_");
        assertThat(answer.path("channel_id").asText()).isNotEmpty();
        assertThat(answer.path("timestamp").asText()).endsWith("Z");
        asking.assertToldNothingButMessages();
    }

    /** Connects, sends, closes: never reads. */
    private void quickSend(String agentId, String target, String text) {
        FrameSocket socket = FrameSocket.connect(hub.gatewayUrl(1), Map.of("X-Agent-Id", agentId));
        socket.send(Frames.chatMessage(Names.messageId(), target, text).toString());
        socket.close();
    }

    /** Returns the channel. */
    private String sayWithAcks(String agentId, String target, List<String> texts) {
        try (Agent sender = Agent.acking(hub, 1, agentId)) {
            String channelId = null;
            for (String text : texts) {
                JsonNode ack = sender.sayAndAwaitAck(target, text);
                assertThat(ack.path("status").asText()).isEqualTo("pending");
                channelId = ack.path("channel_id").asText();
            }
            return channelId;
        }
    }
}
