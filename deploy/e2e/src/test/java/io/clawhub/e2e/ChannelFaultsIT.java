package io.clawhub.e2e;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.e2e.SeedChatClient.Requested;
import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.process.Part;

import static org.assertj.core.api.Assertions.assertThat;

/** Every request for a session ends in exactly one accept or reject, whatever fails meanwhile. */
@ExtendWith(ShakenHub.class)
class ChannelFaultsIT {

    private static final List<String> OUTCOMES = List.of("chat_accept", "chat_reject");

    private final HubProcesses hub;
    private final String provider = Names.fresh("provider");
    private final String consumer = Names.fresh("consumer");
    private final String service = Names.fresh("svc");

    ChannelFaultsIT(@Shaken HubProcesses hub) {
        this.hub = hub;
    }

    @AfterEach
    void repair() {
        ShakenHub.repair(hub);
    }

    @Test
    void silentProviderIsATimeOut() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient silent = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            Requested outcome = asking.requestChat(offer.serviceId(), null);
            // Too late to be an answer.
            String channelId = silent.next().path("channel_id").asText();
            silent.acceptChat(consumer, channelId);
            silent.sendMessage(consumer, "too late");

            assertThat(outcome).isEqualTo(new Requested("rejected", null, "timeout"));
            assertThat(asking.nextContent()).isEqualTo("too late");
        }
    }

    @Test
    void hubClientIsToldOfTheTimeOutBeforeItGivesUp() {
        Offer.of(hub, 1, provider, service).close();
        try (HubClientB asking = HubClientB.connect(hub, 2)) {
            JsonNode outcome = asking.requestChat(service, "anybody there?").join();

            assertThat(Frames.type(outcome)).isEqualTo("chat_result");
            assertThat(outcome.path("status").asText()).isEqualTo("rejected");
            assertThat(outcome.path("reason").asText()).isEqualTo("provider offline");
        }
    }

    @Test
    void providerThatComesBackInTimeGetsTheRequest() {
        Offer.of(hub, 1, provider, service).close();
        try (SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            CompletableFuture<Requested> requested = asking.requestingChat(service, null);

            try (SeedChatClient back = SeedChatClient.connect(hub, 1, provider)) {
                JsonNode request = back.next();
                back.acceptChat(consumer, null);

                assertThat(Frames.type(request)).isEqualTo("chat_request");
                assertThat(requested.join())
                        .isEqualTo(new Requested(
                                "accepted", request.path("channel_id").asText(), null));
                assertThat(back.hasHeardNothing()).isTrue();
            }
        }
    }

    @Test
    void requestIsAnsweredWhenItsProvidersGatewayIsKilled() {
        try (SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            Offer offer = Offer.of(hub, 1, provider, service);
            CompletableFuture<Requested> requested = asking.requestingChat(service, null);
            awaitRequest(offer.connection());

            hub.gateway(1).kill();

            assertThat(requested.join().status()).isEqualTo("rejected");
            assertOnlyOneOutcome(asking);
        }
    }

    @Test
    void requestIsAnsweredByTheOtherGatewayOfItsProvider() {
        try (SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            Offer offer = Offer.of(hub, 1, provider, service);
            CompletableFuture<Requested> requested = asking.requestingChat(service, null);
            awaitRequest(offer.connection());

            hub.gateway(1).kill();
            try (SeedChatClient back = SeedChatClient.connect(hub, 2, provider)) {
                back.acceptEverything();

                assertThat(requested.join().status()).isEqualTo("accepted");
                back.assertStillListening();
            }
        }
    }

    @Test
    void requestPendingWhenItsGatewayIsKilledIsAnsweredOnTheOther() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = SeedChatClient.connect(hub, 1, provider)) {
            SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer);
            ask(asking, offer.serviceId());
            String channelId = answering.next().path("channel_id").asText();

            hub.gateway(2).kill();
            try (SeedChatClient again = SeedChatClient.connect(hub, 1, consumer)) {
                CompletableFuture<Requested> requested = again.requestingChat(offer.serviceId(), null);
                answering.acceptChat(consumer, null);

                // It joins the request that is pending; if that has ended, it is a new one with an end of its own.
                Requested outcome = requested.join();
                assertThat(outcome.status()).isIn("accepted", "rejected");
                if (outcome.channelId() != null && answering.hasHeardNothing()) {
                    assertThat(outcome.channelId()).isEqualTo(channelId);
                }
                awaitNonePending(consumer);
            }
        }
    }

    @Test
    void requestPendingAtARestartOfTheWholeHubIsAnsweredAfterIt() {
        Offer.of(hub, 1, provider, service).close();
        SeedChatClient before = SeedChatClient.connect(hub, 2, consumer);
        ask(before, service);
        awaitPending(consumer);

        hub.restart();

        try (SeedChatClient after = SeedChatClient.connect(hub, 2, consumer)) {
            Requested outcome = after.requestChat(service, null);

            assertThat(outcome.status()).isEqualTo("rejected");
            awaitNonePending(consumer);
        }
    }

    @Test
    void sessionSurvivesARestartOfTheWholeHub() {
        String channelId;
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            answering.acceptEverything();
            channelId = asking.requestChat(offer.serviceId(), null).channelId();
        }

        hub.restart();

        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            assertThat(asking.requestChat(offer.serviceId(), null))
                    .isEqualTo(new Requested("accepted", channelId, null));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"postgres", "kafka"})
    void requestIsAnsweredOnceWhileABackendStandsStill(String name) {
        Part backend = "kafka".equals(name) ? hub.kafka() : hub.postgres();
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            backend.pause();
            Requested outcome = asking.requestChat(offer.serviceId(), null);
            backend.resume();

            assertThat(outcome.status()).isEqualTo("rejected");
            assertOnlyOneOutcome(asking);
            // What became of it in the log is settled by now or times out; a new request is answered as ever.
            answering.acceptEverything();
            Soon.await().until(() -> "accepted"
                    .equals(asking.requestChat(service, null).status()));
            answering.assertStillListening();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"postgres", "kafka"})
    void pendingRequestIsAnsweredOnceWhileABackendStandsStill(String name) {
        Part backend = "kafka".equals(name) ? hub.kafka() : hub.postgres();
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient answering = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer)) {
            CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
            answering.next();
            backend.pause();
            answering.acceptChat(consumer, null);
            Requested outcome = requested.join();
            backend.resume();

            // Without the log, what the database knows of the acceptance counts.
            assertThat(outcome.status()).isIn("accepted", "rejected");
            assertOnlyOneOutcome(asking);
        }
    }

    /** Whatever else the hub has to say of the request comes before what is said now. */
    private void assertOnlyOneOutcome(SeedChatClient asking) {
        awaitNonePending(asking.agentId());
        String marker = Names.fresh("marker");
        try (Agent sender = Agent.acking(hub, livingGateway(), Names.fresh("sender"))) {
            Soon.await().until(() -> !Frames.isRefusedForNow(sender.sayAndAwaitAck(asking.agentId(), marker)));
        }
        JsonNode frame = asking.next();
        while (!marker.equals(frame.path("content").asText())) {
            assertThat(Frames.type(frame)).as("%s", frame).isNotIn(OUTCOMES);
            frame = asking.next();
        }
    }

    private static void awaitRequest(Agent providing) {
        providing.awaitFrame(frame -> "chat_request".equals(Frames.type(frame)));
    }

    /** Asks and does not wait for the outcome. */
    private static void ask(SeedChatClient asking, String service) {
        asking.socket()
                .send(Frames.frame("chat_request")
                        .put("request_id", Names.requestId())
                        .put("consumer_id", asking.agentId())
                        .put("service_id", service)
                        .toString());
    }

    private void awaitPending(String agentId) {
        Soon.await().until(() -> statuses(agentId).contains("pending"));
    }

    private void awaitNonePending(String agentId) {
        Soon.await().until(() -> !statuses(agentId).contains("pending"));
    }

    private List<String> statuses(String agentId) {
        return Rest.of(hub, livingGateway())
                .as(agentId)
                .get("/api/channels")
                .json()
                .findValuesAsText("status");
    }

    private int livingGateway() {
        return hub.gateway(1).isAlive() ? 1 : 2;
    }
}
