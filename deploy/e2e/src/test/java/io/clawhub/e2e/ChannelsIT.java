package io.clawhub.e2e;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.e2e.SeedChatClient.Requested;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** The provider is on the first gateway, the consumer on the second: requests, answers and ends cross. */
@ExtendWith(CalmHub.class)
class ChannelsIT {

    private final HubProcesses hub;
    private final String provider = Names.fresh("provider");
    private final String consumer = Names.fresh("consumer");

    private Offer offer;
    private SeedChatClient answering;
    private SeedChatClient asking;

    ChannelsIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeEach
    void connect() {
        offer = Offer.of(hub, 1, provider, Names.fresh("svc"));
        answering = SeedChatClient.connect(hub, 1, provider);
        asking = SeedChatClient.connect(hub, 2, consumer);
    }

    @AfterEach
    void disconnect() {
        asking.close();
        answering.close();
        offer.close();
    }

    @Test
    void requestCarriesWhatItsProviderNeeds() {
        CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);

        JsonNode request = answering.next();
        assertThat(Frames.type(request)).isEqualTo("chat_request");
        assertThat(request.path("request_id").asText()).startsWith("req_");
        assertThat(request.path("channel_id").asText()).startsWith("ch_");
        assertThat(request.path("service_id").asText()).isEqualTo(offer.serviceId());
        assertThat(request.path("provider_id").asText()).isEqualTo(provider);
        for (String name : List.of("consumer_id", "sender_id")) {
            assertThat(request.path(name).asText()).isEqualTo(consumer);
        }
        assertThat(request.path("content").isTextual()).isTrue();
        assertThat(request.path("timestamp").asText()).endsWith("Z");
        answering.rejectChat(consumer, null);
        assertThat(requested.join()).isEqualTo(new Requested("rejected", null, "Service unavailable"));
    }

    @Test
    void acceptedSessionCarriesMessagesBothWays() {
        String channelId = openSession();

        asking.sendMessage(provider, "question", offer.serviceId(), channelId);
        JsonNode question = answering.next();
        answering.sendMessage(consumer, "answer", null, channelId);
        JsonNode answer = asking.next();

        assertThat(question.path("content").asText()).isEqualTo("question");
        assertThat(answer.path("content").asText()).isEqualTo("answer");
        assertThat(List.of(question, answer))
                .allSatisfy(message ->
                        assertThat(message.path("channel_id").asText()).isEqualTo(channelId));
        assertThat(Frames.field("content", asking.getHistory(channelId, null, 50)))
                .containsExactly("question", "answer");
        assertThat(answering.getHistory(channelId, null, 50)).hasSize(2);
    }

    @Test
    void whatIsSaidRightAfterTheAcceptIsInTheSession() {
        CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
        answering.next();
        answering.acceptChat(consumer, null);
        answering.sendMessage(consumer, "welcome");

        String channelId = requested.join().channelId();
        assertThat(asking.next().path("channel_id").asText()).isEqualTo(channelId);
    }

    @Test
    void requestsOfOnePairJoinAndOneAcceptAnswersBoth() {
        try (SeedChatClient askingToo = SeedChatClient.connect(hub, 1, consumer)) {
            CompletableFuture<Requested> first = asking.requestingChat(offer.serviceId(), null);
            JsonNode request = answering.next();
            CompletableFuture<Requested> second = askingToo.requestingChat(offer.serviceId(), null);
            Agent marker = Agent.acking(hub, 1, Names.fresh("marker"));
            marker.sayAndAwaitAck(provider, "marker");
            marker.close();

            // A second request of the pair would have come before the marker or beside it.
            JsonNode next = answering.next();
            answering.acceptChat(consumer, null);

            assertThat(next.path("content").asText()).isEqualTo("marker");
            assertThat(List.of(first.join(), second.join()))
                    .containsOnly(
                            new Requested("accepted", request.path("channel_id").asText(), null));
        }
    }

    @Test
    void requestForAnActiveSessionIsAcceptedAtOnce() {
        String channelId = openSession();

        assertThat(asking.requestChat(offer.serviceId(), null)).isEqualTo(new Requested("accepted", channelId, null));
        assertThat(answering.hasHeardNothing()).isTrue();
    }

    @Test
    void oldestRequestOfAConsumerIsAnsweredFirst() {
        try (Offer another = Offer.of(hub, 1, provider, Names.fresh("svc"));
                Agent second = Agent.introduced(hub, 2, consumer)) {
            CompletableFuture<Requested> first = asking.requestingChat(offer.serviceId(), null);
            String firstChannel = answering.next().path("channel_id").asText();
            second.socket()
                    .send(Frames.frame("chat_request")
                            .put("request_id", "second")
                            .put("consumer_id", consumer)
                            .put("service_id", another.serviceId())
                            .toString());
            String secondChannel = answering.next().path("channel_id").asText();

            answering.acceptChat(consumer, null);
            assertThat(first.join()).isEqualTo(new Requested("accepted", firstChannel, null));
            answering.rejectChat(consumer, "one is enough");

            JsonNode rejected = second.awaitFrame(frame -> "chat_reject".equals(Frames.type(frame)));
            assertThat(rejected.path("reason").asText()).isEqualTo("one is enough");
            assertThat(firstChannel).isNotEqualTo(secondChannel);
        }
    }

    @Test
    void acceptOfANamedChannelLeavesTheOlderRequestPending() {
        try (Offer another = Offer.of(hub, 1, provider, Names.fresh("svc"));
                Agent second = Agent.introduced(hub, 2, consumer)) {
            asking.requestingChat(offer.serviceId(), null);
            String older = answering.next().path("channel_id").asText();
            second.socket()
                    .send(Frames.frame("chat_request")
                            .put("request_id", "second")
                            .put("consumer_id", consumer)
                            .put("service_id", another.serviceId())
                            .toString());
            String newer = answering.next().path("channel_id").asText();

            answering.acceptChat(consumer, newer);
            second.awaitFrame(frame -> "chat_accept".equals(Frames.type(frame))
                    && newer.equals(frame.path("channel_id").asText()));
            answering.acceptChat(consumer, older);

            second.awaitFrame(frame -> "chat_accept".equals(Frames.type(frame))
                    && older.equals(frame.path("channel_id").asText()));
        }
    }

    @Test
    void acceptWithoutARequestOpensASession() {
        answering.acceptChat(consumer, null);

        JsonNode accepted = asking.next();
        assertThat(Frames.type(accepted)).isEqualTo("chat_accept");
        assertThat(accepted.path("sender_id").asText()).isEqualTo(provider);
        assertThat(accepted.has("content")).isTrue();
        asking.sendMessage(provider, "thanks", null, accepted.path("channel_id").asText());
        assertThat(answering.nextContent()).isEqualTo("thanks");
    }

    @Test
    void rejectWithoutARequestDoesNothing() {
        answering.rejectChat(consumer, null);
        answering.sendMessage(consumer, "hello");

        assertThat(asking.nextContent()).isEqualTo("hello");
    }

    @Test
    void eitherSideEndsAndRepeatingItDoesNothing() {
        String first = openSession();
        asking.endChat(first);
        asking.endChat(first);
        JsonNode end = answering.next();
        String second = openSession();
        answering.endChat(second);
        answering.endChat(second);
        answering.sendMessage(consumer, "after the end");

        assertThat(Frames.type(end)).isEqualTo("chat_end");
        assertThat(end.path("agent_id").asText()).isEqualTo(consumer);
        assertThat(asking.next().path("channel_id").asText()).isEqualTo(second);
        assertThat(asking.nextContent()).isEqualTo("after the end");
        assertThat(answering.hasHeardNothing()).isTrue();
    }

    @Test
    void endedSessionTakesNoMessageAndKeepsItsHistory() {
        String channelId = openSession();
        asking.sendMessage(provider, "before the end", null, channelId);
        answering.next();
        answering.endChat(channelId);
        asking.next();
        try (Agent acking = Agent.acking(hub, 2, consumer)) {
            String messageId = Names.messageId();
            acking.socket()
                    .send(Frames.chatMessage(messageId, provider, "too late")
                            .put("channel_id", channelId)
                            .toString());

            assertThat(acking.awaitAck(messageId).path("error_code").asText()).isEqualTo("CHANNEL_ENDED");
        }
        assertThat(Frames.field("content", answering.getHistory(channelId, null, 50)))
                .containsExactly("before the end");
        asking.sendMessage(provider, "by target");
        assertThat(answering.nextContent()).isEqualTo("by target");
    }

    @Test
    void withdrawnServiceEndsItsSessions() {
        try (HubClientB selling = HubClientB.connect(hub, 1)) {
            String service = Names.fresh("svc");
            selling.provide(service, "to be withdrawn");
            CompletableFuture<Requested> requested = asking.requestingChat(service, null);
            selling.awaitUnasked("chat_request");
            selling.acceptChat(consumer).join();
            String channelId = requested.join().channelId();

            selling.ask("success", Frames.frame("unregister").put("service_id", service));

            JsonNode end = asking.next();
            assertThat(Frames.type(end)).isEqualTo("chat_end");
            assertThat(end.path("channel_id").asText()).isEqualTo(channelId);
            assertThat(asking.requestChat(service, null).status()).isEqualTo("rejected");
        }
    }

    @Test
    void serviceKeepsItsLobbyWhenItsOwnerComesBack() {
        offer.close();
        try (Offer again = Offer.of(hub, 2, provider, offer.serviceId())) {
            assertThat(again.channelId()).isEqualTo(offer.channelId());
        }
    }

    @Test
    void providerIsAskedByNameWithoutARegisteredService() {
        String label = Names.fresh("unregistered");
        CompletableFuture<Requested> requested = asking.requestingChat(label, provider);
        JsonNode request = answering.next();
        answering.acceptChat(consumer, null);

        assertThat(request.path("service_id").asText()).isEqualTo(label);
        assertThat(requested.join().status()).isEqualTo("accepted");
    }

    @Test
    void providerHearsWhatIsSaidToItsServiceAndReadsAllOfIt() {
        try (SeedChatClient another = SeedChatClient.connect(hub, 2, Names.fresh("consumer"))) {
            asking.sendMessage(null, "from one", offer.serviceId(), null);
            assertThat(answering.nextContent()).isEqualTo("from one");
            another.sendMessage(null, "from another", offer.serviceId(), null);
            assertThat(answering.nextContent()).isEqualTo("from another");

            assertThat(Frames.field("content", answering.getHistory(null, offer.serviceId(), 50)))
                    .containsExactly("from one", "from another");
            assertThat(Frames.field("content", answering.getHistory(offer.channelId(), null, 50)))
                    .containsExactly("from one", "from another");
            assertThat(Frames.field("content", asking.getHistory(null, offer.serviceId(), 50)))
                    .containsExactly("from one");
        }
    }

    /** Returns the session's channel. */
    private String openSession() {
        CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
        answering.next();
        answering.acceptChat(consumer, null);
        return requested.join().channelId();
    }
}
