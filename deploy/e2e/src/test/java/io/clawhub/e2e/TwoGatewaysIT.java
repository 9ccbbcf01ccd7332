package io.clawhub.e2e;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** One hub on two gateways. */
@ExtendWith(CalmHub.class)
class TwoGatewaysIT {

    private static final int TEXTS_OF_EACH = 200;
    /** The most that one question gives. */
    private static final int ALL = 500;

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");

    TwoGatewaysIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void agentsOnDifferentGatewaysTalkBothWays() {
        try (Agent here = Agent.plain(hub, 1, alice);
                Agent there = Agent.plain(hub, 2, bob)) {
            here.say(bob, "from the first");
            there.awaitTexts(List.of("from the first"));
            there.say(alice, "from the second");

            here.awaitTexts(List.of("from the second"));
            assertThat(here.messages().getFirst().path("channel_id"))
                    .isEqualTo(there.messages().getFirst().path("channel_id"));
        }
    }

    @Test
    void everybodySeesOneOrderWhenBothSidesWriteAtOnce() {
        try (Agent here = Agent.plain(hub, 1, alice);
                Agent hereToo = Agent.plain(hub, 2, alice);
                Agent there = Agent.plain(hub, 2, bob);
                Agent thereToo = Agent.plain(hub, 1, bob)) {
            List<String> ofAlice = Names.numbered(alice, TEXTS_OF_EACH);
            List<String> ofBob = Names.numbered(bob, TEXTS_OF_EACH);

            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> here.sayAll(bob, ofAlice)),
                            CompletableFuture.runAsync(() -> there.sayAll(alice, ofBob)))
                    .join();

            for (Agent agent : List.of(here, hereToo)) {
                agent.awaitTexts(ofBob);
            }
            for (Agent agent : List.of(there, thereToo)) {
                agent.awaitTexts(ofAlice);
            }
            String channelId = here.messages().getFirst().path("channel_id").asText();
            List<JsonNode> history = here.history(channelId, ALL);
            assertThat(history).hasSize(2 * TEXTS_OF_EACH);
            assertThat(there.history(channelId, ALL)).isEqualTo(history);
            assertIsPartOf(history, here, bob);
            assertIsPartOf(history, hereToo, bob);
            assertIsPartOf(history, there, alice);
            assertIsPartOf(history, thereToo, alice);
        }
    }

    @Test
    void sameMessageThroughBothGatewaysIsOneMessage() {
        String messageId = Names.messageId();
        try (Agent sender = Agent.acking(hub, 1, alice);
                Agent senderToo = Agent.acking(hub, 2, alice);
                Agent target = Agent.plain(hub, 1, bob);
                Agent targetToo = Agent.plain(hub, 2, bob)) {
            sender.say(messageId, bob, "once");
            senderToo.say(messageId, bob, "once");

            JsonNode ack = sender.awaitAck(messageId);
            assertThat(ack.path("hub_message_id").asText()).startsWith("msg_");
            assertThat(senderToo.awaitAck(messageId).path("hub_message_id")).isEqualTo(ack.path("hub_message_id"));
            // Said after both were acknowledged, in the same conversation: a second copy would come before it.
            sender.sayAndAwaitAck(bob, "last");
            target.awaitTexts(List.of("once", "last"));
            targetToo.awaitTexts(List.of("once", "last"));
            List<JsonNode> history = target.history(ack.path("channel_id").asText(), ALL);
            assertThat(Frames.field("content", history)).containsExactly("once", "last");
            assertThat(history.getFirst().path("hub_message_id")).isEqualTo(ack.path("hub_message_id"));
        }
    }

    /** What the agent received is what this sender said, message by message in the order of history. */
    private static void assertIsPartOf(List<JsonNode> history, Agent agent, String senderId) {
        List<JsonNode> said = history.stream()
                .filter(message -> senderId.equals(message.path("sender_id").asText()))
                .toList();
        for (String name : List.of("hub_message_id", "message_id", "content", "timestamp")) {
            assertThat(Frames.field(name, agent.messages())).isEqualTo(Frames.field(name, said));
        }
    }
}
