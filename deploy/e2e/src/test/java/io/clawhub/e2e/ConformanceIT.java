package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.e2e.SeedChatClient.Requested;
import io.clawhub.standalone.HubProcesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The conformance checks of the Claw Chat Hub protocol, by number, with clients as faulty as the real ones. The order
 * only saves time: what waits for two minutes comes last.
 */
@ExtendWith({CalmHub.class, ShakenHub.class})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceIT {

    /** Several times what the hub queues for a connection. */
    private static final int LARGE_BACKLOG = 200;

    private final HubProcesses hub;
    private final String provider = Names.fresh("provider");
    private final String consumer = Names.fresh("consumer");
    private final String service = Names.fresh("svc");

    ConformanceIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    @DisplayName("Check 1: quick start, the provider first")
    void check01QuickStartProviderFirst() {
        try (SeedChatClient answering = seed(provider);
                SeedChatClient asking = seed(consumer)) {
            answering.answerEverything();
            asking.sendMessage(provider, "weather in Beijing?");

            assertThat(asking.nextContent()).isEqualTo("Sunny: weather in Beijing?");
            answering.assertStillListening();
        }
    }

    @Test
    @DisplayName("Check 1: quick start, the consumer first")
    void check01QuickStartConsumerFirst() {
        try (SeedChatClient asking = seed(consumer)) {
            asking.sendMessage(provider, "weather in Beijing?");

            try (SeedChatClient answering = seed(provider)) {
                answering.answerEverything();

                assertThat(asking.nextContent()).isEqualTo("Sunny: weather in Beijing?");
                answering.assertStillListening();
            }
        }
    }

    @Test
    @DisplayName("Check 2: request accepted, and neither the message meanwhile nor the next one is lost")
    void check02RequestAccepted() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = seed(provider);
                SeedChatClient asking = seed(consumer);
                Agent stranger = Agent.acking(hub, 1, Names.fresh("stranger"))) {
            CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
            assertThat(answering.next().path("consumer_id").asText()).isEqualTo(consumer);
            stranger.sayAndAwaitAck(consumer, "meanwhile");

            answering.acceptChat(consumer, null);
            answering.sendMessage(consumer, "welcome");

            Requested outcome = requested.join();
            assertThat(outcome.status()).isEqualTo("accepted");
            assertThat(outcome.channelId()).startsWith("ch_");
            List<JsonNode> next = List.of(asking.next(), asking.next());
            assertThat(Frames.field("content", next)).containsExactlyInAnyOrder("meanwhile", "welcome");
            assertThat(next)
                    .filteredOn(
                            message -> "welcome".equals(message.path("content").asText()))
                    .first()
                    .satisfies(message ->
                            assertThat(message.path("channel_id").asText()).isEqualTo(outcome.channelId()));
        }
    }

    @Test
    @DisplayName("Check 2: request rejected, with and without a reason of its own")
    void check02RequestRejected() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = seed(provider);
                SeedChatClient asking = seed(consumer)) {
            for (String reason : List.of("too busy", "Service unavailable")) {
                CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
                answering.next();
                answering.rejectChat(consumer, reason);
                answering.sendMessage(consumer, "sorry");

                assertThat(requested.join()).isEqualTo(new Requested("rejected", null, reason));
                assertThat(asking.nextContent()).isEqualTo("sorry");
            }
        }
    }

    @Test
    @DisplayName("Check 2: request for an unknown service returns")
    void check02RequestForAnUnknownService() {
        try (SeedChatClient asking = seed(consumer);
                SeedChatClient other = seed(provider)) {
            Requested outcome = asking.requestChat(service, null);
            other.sendMessage(consumer, "next");

            assertThat(outcome.status()).isEqualTo("rejected");
            assertThat(outcome.reason()).isNotBlank();
            assertThat(asking.nextContent()).isEqualTo("next");
        }
    }

    @Test
    @DisplayName("Check 2: request to a provider that is offline returns")
    void check02RequestToAnOfflineProvider(@Shaken HubProcesses impatient) {
        Offer.of(impatient, 1, provider, service).close();
        try (SeedChatClient asking = SeedChatClient.connect(impatient, 1, consumer);
                SeedChatClient other = SeedChatClient.connect(impatient, 1, Names.fresh("other"))) {
            Requested outcome = asking.requestChat(service, null);
            other.sendMessage(consumer, "next");

            assertThat(outcome).isEqualTo(new Requested("rejected", null, "provider offline"));
            assertThat(asking.nextContent()).isEqualTo("next");
        }
    }

    @Test
    @DisplayName("Check 3: accept without a channel; two consumers pending; each gets its own channel")
    void check03AcceptWithoutChannel() {
        String second = Names.fresh("consumer");
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = seed(provider);
                SeedChatClient one = seed(consumer);
                SeedChatClient other = seed(second)) {
            CompletableFuture<Requested> first = one.requestingChat(offer.serviceId(), null);
            answering.next();
            CompletableFuture<Requested> later = other.requestingChat(offer.serviceId(), null);
            answering.next();

            answering.acceptChat(second, null);
            answering.acceptChat(consumer, null);
            answering.sendMessage(consumer, "for one", null, first.join().channelId());
            answering.sendMessage(second, "for the other", null, later.join().channelId());

            assertThat(first.join().channelId())
                    .isNotEqualTo(later.join().channelId())
                    .startsWith("ch_");
            assertThat(one.nextContent()).isEqualTo("for one");
            assertThat(other.nextContent()).isEqualTo("for the other");
        }
    }

    @Test
    @DisplayName("Check 4: the other side sees the end, and the quick start's loop survives it")
    void check04EndIsSeen() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = seed(provider);
                SeedChatClient asking = seed(consumer)) {
            CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
            answering.next();
            answering.acceptChat(consumer, null);
            String channelId = requested.join().channelId();

            answering.endChat(channelId);
            answering.sendMessage(consumer, "by the way");

            JsonNode end = asking.next();
            assertThat(Frames.type(end)).isEqualTo("chat_end");
            assertThat(end.path("channel_id").asText()).isEqualTo(channelId);
            assertThat(end.path("agent_id").asText()).isEqualTo(provider);
            assertThat(end.path("sender_id").asText()).isEqualTo(provider);
            assertThat(end.path("content").isTextual()).isTrue();
            assertThat(asking.nextContent()).isEqualTo("by the way");
        }
    }

    @Test
    @DisplayName("Check 5: history on a fresh connection with a backlog; the backlog comes after")
    void check05HistoryBeforeTheBacklog() {
        List<String> backlog = Names.numbered("backlog", 3);
        String channelId = sayWhileOffline(backlog);
        try (SeedChatClient back = seed(provider)) {
            List<JsonNode> history = back.getHistory(channelId, null, 50);

            assertThat(Frames.field("content", history)).isEqualTo(backlog);
            assertThat(List.of(back.nextContent(), back.nextContent(), back.nextContent()))
                    .isEqualTo(backlog);
        }
    }

    @Test
    @DisplayName("Check 6: quick_send under an id with a backlog does not cost the backlog")
    void check06QuickSendKeepsTheBacklog() {
        List<String> backlog = Names.numbered("backlog", 3);
        sayWhileOffline(backlog);

        SeedChatClient.quickSend(hub, 1, provider, consumer, "in passing");

        try (SeedChatClient back = seed(provider);
                SeedChatClient asked = seed(consumer)) {
            assertThat(List.of(back.nextContent(), back.nextContent(), back.nextContent()))
                    .isEqualTo(backlog);
            assertThat(asked.nextContent()).isEqualTo("in passing");
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("Check 7: a plain connection idle for two minutes receives no frame at all")
    void check07IdleHearsNothing(IdleAgent idle) {
        idle.assertHeardNothingForTwoMinutes();
    }

    @Test
    @DisplayName("Check 8: messages between A and B, A0 and A, both ways")
    void check08DialectsTalkToEachOther() {
        try (SeedChatClient plain = seed(consumer);
                FirstChatClient first = FirstChatClient.connect(hub, 1, provider);
                HubClientB hubClient = HubClientB.connect(hub, 1)) {
            assertThat(hubClient
                            .chat(consumer, "B to A", null)
                            .join()
                            .path("status")
                            .asText())
                    .isEqualTo("delivered");
            assertThat(plain.nextContent()).isEqualTo("B to A");
            plain.sendMessage(hubClient.id(), "A to B");
            assertThat(hubClient.awaitUnasked("message").path("content").asText())
                    .isEqualTo("A to B");
            plain.sendMessage(provider, "A to A0");
            assertThat(first.next().path("content").asText()).isEqualTo("A to A0");
            first.sendMessage(consumer, null, "A0 to A");
            assertThat(plain.nextContent()).isEqualTo("A0 to A");
        }
    }

    @Test
    @DisplayName("Check 9: 1 MiB + 1 closes with 1009, and 1 MiB does not")
    void check09FrameBeyondOneMebibyte() {
        try (RawSocket fitting = new RawSocket(hub.gateway(1).port(), consumer);
                RawSocket tooLong = new RawSocket(hub.gateway(1).port(), consumer);
                Agent receiver = Agent.plain(hub, 1, provider)) {
            fitting.sendText(BigFrames.message(provider, BigFrames.ONE_MEBIBYTE));
            fitting.sendText(Frames.chatMessage(Names.messageId(), provider, "still open")
                    .toString()
                    .getBytes(UTF_8));
            CompletableFuture.runAsync(() -> tooLong.sendText(BigFrames.message(provider, BigFrames.ONE_MEBIBYTE + 1)));

            assertThat(tooLong.closeCode()).isEqualTo(1009);
            receiver.awaitTexts(List.of("still open"));
        }
    }

    @Test
    @DisplayName("Check 9: history of 64 KiB messages never exceeds 1 MiB a frame")
    void check09HistoryFitsIntoFrames() {
        BigFrames history = new BigFrames(hub, consumer, provider);
        history.say(Integer.getInteger("clawhub.history.messages", 300));

        history.assertEachPageFitsAndNothingIsMissing();
    }

    @Test
    @DisplayName("Check 9: a backlog of 64 KiB messages arrives, however large it is")
    void check09LargeBacklogArrives() {
        BigFrames backlog = new BigFrames(hub, consumer, provider);
        backlog.say(LARGE_BACKLOG);

        backlog.assertBacklogArrivesInOrder();
    }

    @Test
    @DisplayName("Check 10: the hub restarts between send and receive; delivered once, in order")
    void check10RestartBetweenSendAndReceive(@Shaken HubProcesses restarted) {
        List<String> said = Names.numbered("said", 20);
        try (Agent sender = Agent.acking(restarted, 1, consumer)) {
            said.forEach(text -> sender.sayAndAwaitAck(provider, text));
        }

        restarted.restart();

        try (SeedChatClient back = SeedChatClient.connect(restarted, 1, provider);
                Agent sender = Agent.acking(restarted, 2, consumer)) {
            List<String> heard = new ArrayList<>();
            said.forEach(text -> heard.add(back.nextContent()));
            sender.sayAndAwaitAck(provider, "marker");
            heard.add(back.nextContent());

            assertThat(heard.subList(0, said.size())).isEqualTo(said);
            assertThat(heard.getLast()).isEqualTo("marker");
            assertThat(back.hasHeardNothing()).isTrue();
        }
    }

    @Test
    @DisplayName("Check 11: registering another's service is refused")
    void check11ServiceIsNotTakenOver() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                Agent thief = Agent.introduced(hub, 2, Names.fresh("thief"));
                SeedChatClient owner = seed(provider);
                SeedChatClient asking = seed(consumer)) {
            thief.socket()
                    .send(Offer.registration(offer.serviceId())
                            .put("request_id", "r1")
                            .toString());
            JsonNode refused = thief.awaitFrame(
                    frame -> "r1".equals(frame.path("request_id").asText()));
            asking.sendMessage(null, "for the owner", offer.serviceId(), null);

            assertThat(refused.path("error_code").asText()).isEqualTo("NOT_SERVICE_OWNER");
            assertThat(owner.nextContent()).isEqualTo("for the owner");
            assertThat(thief.messages()).isEmpty();
        }
    }

    @Test
    @DisplayName("Check 11: a forged sender_id and a reused message_id are harmless")
    void check11ForgedSenderAndReusedIdAreHarmless() {
        String thief = Names.fresh("thief");
        try (SeedChatClient sender = seed(consumer);
                SeedChatClient receiver = seed(provider);
                Agent forging = Agent.plain(hub, 1, thief)) {
            String messageId = sender.sendMessage(provider, "original");
            String channelId = receiver.next().path("channel_id").asText();
            forging.socket()
                    .send(Frames.chatMessage(Names.messageId(), provider, "forged")
                            .put("sender_id", consumer)
                            .toString());
            forging.say(messageId, provider, "same id");

            JsonNode next = receiver.next();
            assertThat(next.path("content").asText()).isEqualTo("same id");
            assertThat(next.path("sender_id").asText()).isEqualTo(thief);
            assertThat(Frames.field("content", receiver.getHistory(channelId, null, 50)))
                    .containsExactly("original");
        }
    }

    @Test
    @DisplayName("Check 12: a receiver that does not read does not hold up its sender's pong")
    void check12SlowReceiverDoesNotSlowItsSender() {
        new SlowReceiver(hub, consumer, provider).assertSenderIsNotSlowed();
    }

    private SeedChatClient seed(String agentId) {
        return SeedChatClient.connect(hub, 1, agentId);
    }

    /** The consumer to the provider, who is not there; returns the channel. */
    private String sayWhileOffline(List<String> texts) {
        try (Agent sender = Agent.acking(hub, 1, consumer)) {
            String channelId = null;
            for (String text : texts) {
                channelId =
                        sender.sayAndAwaitAck(provider, text).path("channel_id").asText();
            }
            return channelId;
        }
    }
}
