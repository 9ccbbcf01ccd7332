package io.clawhub.e2e;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.e2e.SeedChatClient.Requested;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** What one agent tries in the name of another or with another's things: refused, counted, and nobody notices. */
@ExtendWith(CalmHub.class)
class HijackIT {

    private static final String IDENTITY_MISMATCH = "IDENTITY_MISMATCH";
    private static final String NOT_SERVICE_OWNER = "NOT_SERVICE_OWNER";

    private static Bystanders bystanders;

    private final HubProcesses hub;
    private final String provider = Names.fresh("provider");
    private final String consumer = Names.fresh("consumer");
    private final String thief = Names.fresh("thief");
    private final String service = Names.fresh("svc");

    HijackIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeAll
    static void start(HubProcesses hub) {
        bystanders = new Bystanders(hub);
    }

    @AfterEach
    void nobodyElseNoticed() {
        bystanders.assertUndisturbed();
    }

    @AfterAll
    static void stop() {
        if (bystanders != null) {
            bystanders.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{\"type\":\"chat_message\",\"sender_id\":\"%1$s\",\"target_agent\":\"%2$s\",\"content\":\"forged\"}",
                "{\"type\":\"chat_request\",\"request_id\":\"r\",\"consumer_id\":\"%1$s\",\"provider_id\":\"%2$s\","
                        + "\"service_id\":\"any\"}",
                "{\"type\":\"chat_accept\",\"provider_id\":\"%1$s\",\"consumer_id\":\"%2$s\"}",
                "{\"type\":\"chat_reject\",\"provider_id\":\"%1$s\",\"consumer_id\":\"%2$s\",\"reason\":\"forged\"}",
                "{\"type\":\"chat_history\",\"agent_id\":\"%1$s\",\"limit\":5}",
                "{\"type\":\"connect\",\"client_type\":\"chat\",\"agent_id\":\"%1$s\"}"
            })
    void claimToBeSomebodyElseIsRefused(String frame) {
        try (Agent victim = Agent.plain(hub, 1, consumer);
                Agent target = Agent.plain(hub, 1, provider);
                Agent telling = Agent.introduced(hub, 1, thief);
                Agent plain = Agent.plain(hub, 1, thief)) {
            double before = refusals(1, IDENTITY_MISMATCH);
            for (Agent forging : List.of(telling, plain)) {
                forging.socket().send(frame.formatted(consumer, provider));
                forging.say(provider, "still me");
            }

            // The error, in the form that each frame's clients understand.
            JsonNode error = telling.awaitFrame(answer -> answer.has("error_code"));
            assertThat(error.path("error_code").asText()).isEqualTo(IDENTITY_MISMATCH);
            target.awaitTexts(List.of("still me", "still me"));
            assertThat(target.messagesOf(thief)).hasSize(2);
            assertThat(victim.frames()).isEmpty();
            assertThat(refusals(1, IDENTITY_MISMATCH)).isGreaterThanOrEqualTo(before + 2);
        }
    }

    @Test
    void reusedMessageIdOfAnotherAgentIsAnotherMessage() {
        try (Agent sender = Agent.acking(hub, 1, consumer);
                Agent target = Agent.plain(hub, 1, provider);
                Agent reusing = Agent.acking(hub, 2, thief)) {
            String messageId = sender.say(provider, "original");
            String channelId = sender.awaitAck(messageId).path("channel_id").asText();
            reusing.say(messageId, provider, "replaced");
            reusing.awaitAck(messageId);

            Soon.await().until(() -> target.messages().size() == 2);
            assertThat(Frames.field("content", target.messagesOf(consumer))).containsExactly("original");
            assertThat(Frames.field("content", target.messagesOf(thief))).containsExactly("replaced");
            assertThat(Frames.field("content", target.history(channelId, 50))).containsExactly("original");
        }
    }

    @Test
    void strangerReadsNoHistory() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient owner = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 1, consumer);
                Agent stranger = Agent.plain(hub, 2, thief);
                HubClientB hubClient = HubClientB.connect(hub, 2)) {
            asking.sendMessage(provider, "secret");
            String directChannel = owner.next().path("channel_id").asText();
            asking.sendMessage(null, "secret, too", service, null);
            owner.next();

            assertThat(stranger.history(directChannel, 50)).isEmpty();
            assertThat(stranger.history(offer.channelId(), 50)).isEmpty();
            hubClient.assertRefused(
                    "NOT_A_PARTY",
                    Frames.frame("history").put("channel_id", directChannel).put("limit", 50));
            // A lobby is open to all: a stranger has a part in it, with nothing in it.
            JsonNode lobby =
                    hubClient.ask("history_result", Frames.frame("history").put("channel_id", offer.channelId()));
            assertThat(lobby.path("messages")).isEmpty();
            assertThat(historyOfService(stranger)).isEmpty();
            Rest rest = Rest.of(hub, 2).as(thief);
            assertThat(rest.get("/api/channels/" + directChannel + "/messages").body())
                    .doesNotContain("secret");
            assertThat(rest.get("/api/channels/" + directChannel).status()).isIn(403, 404);
            assertThat(rest.get("/api/channels").body()).doesNotContain(directChannel);
        }
    }

    @ParameterizedTest(name = "tried on gateway {0}")
    @ValueSource(ints = {1, 2})
    void serviceIsNotTakenOver(int gateway) {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                Agent plain = Agent.plain(hub, gateway, thief);
                HubClientB hubClient = HubClientB.connect(hub, gateway);
                SeedChatClient owner = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, gateway, consumer)) {
            double before = refusals(gateway, NOT_SERVICE_OWNER);
            plain.socket()
                    .send(Offer.registration(service).put("request_id", "r1").toString());
            JsonNode refused = plain.awaitFrame(
                    frame -> "r1".equals(frame.path("request_id").asText()));
            hubClient.assertRefused(NOT_SERVICE_OWNER, Frames.registration(service, "mine now", provider));
            hubClient.assertRefused(
                    NOT_SERVICE_OWNER, Frames.frame("unregister").put("service_id", service));
            ObjectNode update = Frames.frame("update_service").put("service_id", service);
            update.putObject("updates").put("description", "mine now");
            hubClient.assertRefused(NOT_SERVICE_OWNER, update);
            asking.sendMessage(null, "for the owner", offer.serviceId(), null);

            assertThat(refused.path("error_code").asText()).isEqualTo(NOT_SERVICE_OWNER);
            assertThat(owner.nextContent()).isEqualTo("for the owner");
            assertThat(refusals(gateway, NOT_SERVICE_OWNER)).isGreaterThanOrEqualTo(before + 4);
        }
    }

    @Test
    void onlyTheProviderAnswersARequest() {
        try (Offer offer = Offer.of(hub, 1, provider, service);
                SeedChatClient owner = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 2, consumer);
                HubClientB hubClient = HubClientB.connect(hub, 2);
                Agent stranger = Agent.introduced(hub, 2, thief)) {
            CompletableFuture<Requested> requested = asking.requestingChat(offer.serviceId(), null);
            String channelId = owner.next().path("channel_id").asText();
            double before = refusals(2, "NOT_A_PARTY");
            stranger.socket()
                    .send(Frames.frame("chat_accept")
                            .put("provider_id", thief)
                            .put("consumer_id", consumer)
                            .put("channel_id", channelId)
                            .toString());
            JsonNode refused = stranger.awaitFrame(frame -> "error".equals(Frames.type(frame)));
            hubClient.assertRefused(
                    "NOT_A_PARTY",
                    Frames.frame("end_chat").put("channel_id", channelId).put("reason", ""));
            boolean settledByAStranger = requested.isDone();
            owner.rejectChat(consumer, "the owner's word");

            assertThat(refused.path("error_code").asText()).isEqualTo("NOT_A_PARTY");
            assertThat(settledByAStranger).isFalse();
            assertThat(requested.join()).isEqualTo(new Requested("rejected", null, "the owner's word"));
            assertThat(refusals(2, "NOT_A_PARTY")).isGreaterThanOrEqualTo(before + 2);
        }
    }

    @ParameterizedTest(name = "tried on gateway {0}")
    @ValueSource(ints = {1, 2})
    void clientIdOfALiveConnectionIsNotTaken(int gateway) {
        try (HubClientB holder = HubClientB.connect(hub, 1);
                Agent sender = Agent.acking(hub, 1, consumer)) {
            holder.ask("success", Frames.frame("whoami"));
            try (HubClientB second = HubClientB.connectAs(hub, gateway, holder.id())) {
                second.assertRefused(IDENTITY_MISMATCH, Frames.frame("whoami"));
                sender.sayAndAwaitAck(holder.id(), "for the holder");

                assertThat(holder.awaitUnasked("message").path("content").asText())
                        .isEqualTo("for the holder");
                assertThat(second.unasked("message")).isEmpty();
            }
        }
    }

    @Test
    void clientIdIsFreeAgainWhenItsConnectionHasGone() {
        HubClientB holder = HubClientB.connect(hub, 1);
        holder.ask("success", Frames.frame("whoami"));
        holder.close();

        // The close is on its way; until it is known the id is taken.
        Soon.await().until(() -> {
            try (HubClientB next = HubClientB.connectAs(hub, 2, holder.id())) {
                return "success"
                        .equals(Frames.type(next.request(Frames.frame("whoami")).join()));
            }
        });
    }

    @Test
    void idOfAUserNeedsItsKey() {
        Rest rest = Rest.of(hub, 1);
        String apiKey = rest.post("/api/users", Frames.object().put("name", "owner"))
                .json()
                .path("api_key")
                .asText();
        try (RawSocket stranger = new RawSocket(hub.gateway(1).port(), claimed(apiKey))) {
            assertThat(stranger.status()).isEqualTo("401");
        }
    }

    /** An id that was used with this key once. */
    private String claimed(String apiKey) {
        String agentId = Names.fresh("owned");
        try (SeedChatClient mine = SeedChatClient.connect(hub.gatewayUrl(1) + "?api_key=" + apiKey, agentId);
                Agent other = Agent.plain(hub, 1, consumer)) {
            mine.sendMessage(consumer, "hello");
            other.awaitTexts(List.of("hello"));
        }
        return agentId;
    }

    private List<JsonNode> historyOfService(Agent agent) {
        agent.socket()
                .send(Frames.frame("chat_history")
                        .put("service_id", service)
                        .put("limit", 50)
                        .put("request_id", "by-service")
                        .toString());
        return Frames.list(agent.awaitFrame(
                        frame -> "by-service".equals(frame.path("request_id").asText()))
                .path("messages"));
    }

    private double refusals(int gateway, String code) {
        return new Rest(hub.gateway(gateway).url(), Map.of()).refusals(code);
    }
}
