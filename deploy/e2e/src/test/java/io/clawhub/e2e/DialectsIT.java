package io.clawhub.e2e;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.e2e.SeedChatClient.Requested;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The three dialects with each other, on one gateway and on two. */
@ExtendWith(CalmHub.class)
class DialectsIT {

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");

    DialectsIT(HubProcesses hub) {
        this.hub = hub;
    }

    @ParameterizedTest(name = "B on gateway {0}")
    @ValueSource(ints = {1, 2})
    void dialectsAAndB(int gateway) {
        try (SeedChatClient plain = SeedChatClient.connect(hub, 1, alice);
                HubClientB hubClient = HubClientB.connect(hub, gateway)) {
            JsonNode result = hubClient.chat(alice, "from B", null).join();
            JsonNode received = plain.next();
            plain.sendMessage(hubClient.id(), "from A");
            JsonNode push = hubClient.awaitUnasked("message");

            assertThat(Frames.type(result)).isEqualTo("chat_result");
            // A target that has only just connected may get it after the answer.
            assertThat(result.path("status").asText()).isIn("delivered", "pending");
            assertThat(hubClient
                            .chat(alice, "again", null)
                            .join()
                            .path("status")
                            .asText())
                    .isEqualTo("delivered");
            assertThat(result.path("message_id").asText()).startsWith("msg_");
            assertThat(Frames.type(received)).isEqualTo("chat_message");
            assertThat(received.path("sender_id").asText()).isEqualTo(hubClient.id());
            assertThat(received.path("content").asText()).isEqualTo("from B");
            assertThat(push.path("sender").asText()).isEqualTo(alice);
            assertThat(push.path("content").asText()).isEqualTo("from A");
            assertThat(List.of(received.path("channel_id"), push.path("channel_id")))
                    .containsOnly(result.path("channel_id"));
        }
    }

    @ParameterizedTest(name = "A on gateway {0}")
    @ValueSource(ints = {1, 2})
    void dialectsA0AndA(int gateway) {
        try (FirstChatClient first = FirstChatClient.connect(hub, 1, alice);
                SeedChatClient plain = SeedChatClient.connect(hub, gateway, bob)) {
            first.sendMessage(bob, null, "from A0");
            assertThat(plain.nextContent()).isEqualTo("from A0");
            plain.sendMessage(alice, "from A");

            assertThat(first.next().path("content").asText()).isEqualTo("from A");
        }
    }

    @ParameterizedTest(name = "the other on gateway {0}")
    @ValueSource(ints = {1, 2})
    void dialectsBAndB(int gateway) {
        try (HubClientB one = HubClientB.connect(hub, 1);
                HubClientB other = HubClientB.connect(hub, gateway)) {
            // The first frame tells who it is.
            other.ask("success", Frames.frame("whoami"));
            JsonNode there = one.chat(other.id(), "there", null).join();
            JsonNode back = other.chat(one.id(), "back", null).join();

            // A target that has only just connected may get it after the answer.
            assertThat(there.path("status").asText()).isIn("delivered", "pending");
            assertThat(back.path("status").asText()).isIn("delivered", "pending");
            assertThat(other.awaitUnasked("message").path("sender").asText()).isEqualTo(one.id());
            assertThat(one.awaitUnasked("message").path("content").asText()).isEqualTo("back");
            JsonNode again = one.chat(other.id(), "again", null).join();
            assertThat(again.path("status").asText()).isEqualTo("delivered");
            List<JsonNode> history = one.history(there.path("channel_id").asText());
            assertThat(Frames.field("content", history)).containsExactly("there", "back", "again");
            assertThat(Frames.field("sender", history)).containsExactly(one.id(), other.id(), one.id());
            assertThat(Frames.field("timestamp", history)).allMatch(time -> time.length() >= 16);
        }
    }

    @Test
    void hubClientWithANameInItsUrlIsReachedByIt() {
        try (HubClientB named = HubClientB.named(hub, 1, bob);
                SeedChatClient plain = SeedChatClient.connect(hub, 2, alice)) {
            plain.sendMessage(bob, "by name");

            assertThat(named.awaitUnasked("message").path("content").asText()).isEqualTo("by name");
            named.chat(alice, "from the named", null).join();
            assertThat(plain.next().path("sender_id").asText()).isEqualTo(bob);
        }
    }

    @Test
    void seedAsksAndHubClientAcceptsRejectsAndEnds() {
        String service = Names.fresh("svc");
        try (HubClientB provider = HubClientB.connect(hub, 1);
                SeedChatClient consumer = SeedChatClient.connect(hub, 2, alice)) {
            provider.provide(service, "talks");
            CompletableFuture<Requested> rejected = consumer.requestingChat(service, null);
            JsonNode request = provider.awaitUnasked("chat_request");
            JsonNode rejection = provider.rejectChat(alice, "later").join();
            CompletableFuture<Requested> accepted;

            assertThat(request.path("consumer_id").asText()).isEqualTo(alice);
            assertThat(rejection.path("status").asText()).isEqualTo("rejected");
            assertThat(rejected.join()).isEqualTo(new Requested("rejected", null, "later"));
            accepted = consumer.requestingChat(service, null);
            provider.awaitUnasked("chat_request", 2);
            JsonNode acceptance = provider.acceptChat(alice).join();
            assertThat(acceptance.path("status").asText()).isEqualTo("accepted");
            String channelId = acceptance.path("channel_id").asText();
            assertThat(accepted.join()).isEqualTo(new Requested("accepted", channelId, null));
            JsonNode end = provider.endChat(channelId).join();
            assertThat(end.path("status").asText()).isEqualTo("ended");
            assertThat(Frames.type(consumer.next())).isEqualTo("chat_end");
        }
    }

    @Test
    void hubClientAsksAndSeedAccepts() {
        try (Offer offer = Offer.of(hub, 1, bob, Names.fresh("svc"));
                SeedChatClient provider = SeedChatClient.connect(hub, 1, bob);
                HubClientB consumer = HubClientB.connect(hub, 2)) {
            CompletableFuture<JsonNode> outcome = consumer.requestChat(offer.serviceId(), "may I?");
            JsonNode request = provider.next();
            provider.acceptChat(consumer.id(), null);

            assertThat(request.path("content").asText()).isEqualTo("may I?");
            assertThat(Frames.type(outcome.join())).isEqualTo("chat_result");
            assertThat(outcome.join().path("status").asText()).isEqualTo("accepted");
            assertThat(outcome.join().path("channel_id")).isEqualTo(request.path("channel_id"));
        }
    }

    /** What {@code HubClient} asks of a hub, each frame with the client's own fields. */
    private static Stream<Arguments> calls() {
        String service = Names.fresh("svc");
        ObjectNode updates = Frames.frame("update_service").put("service_id", service);
        updates.putObject("updates").put("description", "changed");
        ObjectNode policy = Frames.frame("lifecycle_policy");
        policy.putObject("policy").put("duration_seconds", 60).put("max_calls", 5);
        return Stream.of(
                arguments("success", Frames.frame("whoami")),
                arguments("registered", Frames.registration(service, "everything", "me")),
                arguments("skill_list", Frames.frame("skill_discover").put("query", service)),
                arguments("service_docs", Frames.frame("get_service_docs").put("service_id", service)),
                arguments("success", updates),
                arguments("success", policy),
                arguments("rating_stats", Frames.frame("get_rating").put("service_id", service)),
                arguments("success|error", Frames.frame("renew_key").put("service_id", service)),
                arguments(
                        "success|error",
                        Frames.frame("close_channel").put("service_id", service).put("channel_id", "unknown")),
                arguments(
                        "user_register_response", Frames.frame("user_register").put("name", "me")),
                arguments("user_auth_response|error", Frames.frame("user_auth").put("api_key", "ush_wrong")),
                arguments("success", Frames.frame("unregister").put("service_id", service)));
    }

    /** One connection for all, as the client has. */
    @Test
    void everyCallOfHubClientIsAnswered() {
        try (HubClientB client = HubClientB.connect(hub, 1)) {
            for (Arguments call : calls().toList()) {
                ObjectNode frame = (ObjectNode) call.get()[1];
                if (frame.path("service").has("provider_id")) {
                    ((ObjectNode) frame.path("service")).put("provider_id", client.id());
                }

                JsonNode answer = client.request(frame).join();

                assertThat(Frames.type(answer)).as("%s to %s", answer, frame).matches((String) call.get()[0]);
            }
            // It asked itself for a key: as the provider it is asked, too.
            assertThat(Frames.field("type", client.unasked())).containsOnly("key_request");
        }
    }

    @ParameterizedTest
    @MethodSource("framesOfTheTradeHub")
    void tradeHubIsUnknown(String type) {
        try (HubClientB client = HubClientB.connect(hub, 1)) {
            client.assertRefused("UNKNOWN_TYPE", Frames.frame(type));
        }
    }

    static Stream<String> framesOfTheTradeHub() {
        return Stream.of("listing_create", "listing_query", "bid_create", "negotiation_offer", "create_listing", "bid");
    }

    @Test
    void firstChatClientIsToldOfItsMistakes() {
        try (FirstChatClient first = FirstChatClient.connect(hub, 1, alice)) {
            first.sendMessage(null, null, "for nobody");

            JsonNode error = first.next();
            assertThat(Frames.type(error)).isEqualTo("error");
            assertThat(error.path("error_code").asText()).isEqualTo("TARGET_REQUIRED");
        }
    }
}
