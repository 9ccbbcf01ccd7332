package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.clawhub.client.ChatClient;
import io.clawhub.client.SendResult;
import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.services.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said to an agent that is not there, whatever happens to the hub before it comes. */
class OfflineQueueIT {

    private static final int TEXTS_OF_EACH = 25;

    private static HubProcesses hub;
    private static HubApi api;

    private final String receiver = Names.fresh("receiver");
    private final List<String> senders = List.of(Names.fresh("alice"), Names.fresh("bob"));
    /** Sender to the channel of its messages. */
    private final Map<String, String> channels = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        hub = HubProcesses.start(HubProcesses.Options.standard());
        api = new HubApi(hub);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void arrivesOnceInOrderAndNotAgainOnTheNextConnect() {
        sayWhileOffline();

        assertAllArrivesOnce();
        assertNothingArrivesAgain();
    }

    @Test
    void arrivesAfterTheGatewayWasKilled() {
        sayWhileOffline();

        killAndStart(hub.gateway(1));

        assertAllArrivesOnce();
        // The next gateway knows what was delivered from history alone.
        awaitDelivered();
        killAndStart(hub.gateway(1));
        assertNothingArrivesAgain();
    }

    @Test
    void arrivesAfterHistoryWasKilled() {
        sayWhileOffline();

        killAndStart(hub.history());

        assertAllArrivesOnce();
        assertNothingArrivesAgain();
    }

    @Test
    void arrivesAfterPresenceWasKilled() {
        sayWhileOffline();

        killAndStart(hub.presence());

        assertAllArrivesOnce();
        assertNothingArrivesAgain();
    }

    @Test
    void arrivesAfterARestartOfTheWholeHub() {
        sayWhileOffline();

        hub.restart();

        assertAllArrivesOnce();
        assertNothingArrivesAgain();
    }

    /** Two senders in turn, each with acks; all of it is acknowledged when this returns. */
    private void sayWhileOffline() {
        List<ChatClient> clients = senders.stream()
                .map(id -> ChatClient.builder()
                        .url(hub.gatewayUrl(1))
                        .agentId(id)
                        .timeout(Soon.DEADLINE)
                        .build())
                .toList();
        clients.forEach(client -> client.connect().join());
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        for (int number = 0; number < TEXTS_OF_EACH; number++) {
            for (ChatClient client : clients) {
                sends.add(client.sendMessage(receiver, text(client.agentId(), number)));
            }
        }
        for (int send = 0; send < sends.size(); send++) {
            SendResult result = sends.get(send).join();
            assertThat(result.status()).isEqualTo(SendResult.PENDING);
            channels.put(senders.get(send % senders.size()), result.channelId());
        }
        clients.forEach(ChatClient::close);
    }

    private void assertAllArrivesOnce() {
        try (Agent agent = Agent.plain(hub, 1, receiver)) {
            Soon.await().until(() -> agent.messages().size() >= senders.size() * TEXTS_OF_EACH);
            for (String sender : senders) {
                assertThat(Frames.field("content", agent.messagesOf(sender)))
                        .containsExactlyElementsOf(Names.numbered(sender, TEXTS_OF_EACH));
            }
            assertThat(agent.messages()).hasSize(senders.size() * TEXTS_OF_EACH);
            awaitDelivered();
        }
    }

    private void awaitDelivered() {
        channels.values().forEach(channelId -> api.awaitAllDelivered(receiver, channelId));
    }

    /** Whatever is owed comes before what is said after the connect. */
    private void assertNothingArrivesAgain() {
        String marker = Names.fresh("marker");
        try (Agent agent = Agent.plain(hub, 1, receiver);
                Agent sender = Agent.acking(hub, 1, senders.getFirst())) {
            sender.sayAndAwaitAck(receiver, marker);

            agent.awaitTexts(List.of(marker));
        }
    }

    private static void killAndStart(ServiceProcess service) {
        service.kill();
        service.start();
        service.awaitReady(Soon.DEADLINE);
    }

    private static String text(String sender, int number) {
        return sender + " " + number;
    }
}
