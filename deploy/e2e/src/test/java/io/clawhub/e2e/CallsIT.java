package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services: offered on the first gateway, found and called from the second. Whatever is said about one goes to those it
 * concerns, while connections of every dialect stand by on both gateways and hear nothing.
 */
@ExtendWith(CalmHub.class)
class CallsIT {

    private static final int CALLS = 20;
    /** Far below the minute that a caller would wait. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private final HubProcesses hub;
    private final String service = Names.fresh("svc");
    private HubClientB provider;
    private HubClientB consumer;
    private Eavesdroppers eavesdroppers;

    CallsIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeEach
    void connect() {
        eavesdroppers = new Eavesdroppers(hub);
        provider = HubClientB.connect(hub, 1);
        consumer = HubClientB.connect(hub, 2);
        provider.provide(service, "adds numbers");
        provider.handle("add", params -> Frames.object()
                .put("sum", params.path("a").asInt() + params.path("b").asInt()));
    }

    @AfterEach
    void disconnect() {
        try {
            eavesdroppers.assertHeardNothing();
        } finally {
            eavesdroppers.close();
            consumer.close();
            provider.close();
        }
    }

    @Test
    void serviceIsFoundAndCalledAcrossGateways() {
        JsonNode found = consumer.ask("skill_list", discovery("ADDS"));
        String tunnelId = consumer.establish(service);
        JsonNode answer = consumer.call(tunnelId, "add", sum(2, 3), null).join();

        assertThat(found.path("total").asInt()).isEqualTo(found.path("skills").size());
        JsonNode skill = Frames.list(found.path("skills")).stream()
                .filter(one -> service.equals(one.path("service_id").asText()))
                .findFirst()
                .orElseThrow();
        assertThat(List.of(skill.path("skill_id").asText(), skill.path("id").asText()))
                .containsOnly(service);
        assertThat(skill.path("status").asText()).isEqualTo("online");
        assertThat(Frames.type(answer)).isEqualTo("service_response");
        assertThat(answer.path("response").path("result").path("sum").asInt()).isEqualTo(5);
    }

    @Test
    void providersErrorIsTheCallersAnswer() {
        JsonNode answer = consumer.call(consumer.establish(service), "divide", sum(2, 0), null)
                .join();

        assertThat(answer.path("response").path("error").asText()).isEqualTo("Unknown method: divide");
    }

    @Test
    void callsAreAnsweredInWhateverOrderTheirProviderLikes() {
        LinkedBlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>(CALLS);
        provider.onRequest(requests::add);
        String tunnelId = consumer.establish(service);
        List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
        for (int number = 0; number < CALLS; number++) {
            answers.add(consumer.call(tunnelId, "echo", Frames.object().put("number", number), null));
        }
        Soon.await().until(() -> requests.size() == CALLS);

        List<JsonNode> shuffled = new ArrayList<>(requests);
        Collections.shuffle(shuffled, new Random(CALLS));
        shuffled.forEach(request ->
                provider.answer(request, "result", request.path("params").path("number")));

        for (int number = 0; number < CALLS; number++) {
            assertThat(answers.get(number)
                            .join()
                            .path("response")
                            .path("result")
                            .asInt(-1))
                    .isEqualTo(number);
        }
        assertThat(Frames.field("request_id", shuffled)).doesNotHaveDuplicates();
    }

    @Test
    void openCallHoldsUpNothingElse() {
        provider.onRequest(request -> {});
        CompletableFuture<JsonNode> open = consumer.call(consumer.establish(service), "add", sum(1, 1), null);
        provider.awaitUnasked("request");

        consumer.send(Frames.frame("ping"));
        consumer.awaitUnasked("pong");

        assertThat(consumer.chat(provider.id(), "still talking", null)
                        .join()
                        .path("status")
                        .asText())
                .isIn("delivered", "pending");
        assertThat(open).isNotDone();
    }

    @Test
    void callFailsSoonWhenItsProviderLeaves() {
        LinkedBlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>(CALLS);
        provider.onRequest(requests::add);
        String tunnelId = consumer.establish(service);
        CompletableFuture<JsonNode> open = consumer.call(tunnelId, "add", sum(1, 1), null);
        Soon.await().until(() -> !requests.isEmpty());

        provider.close();

        Soon.within(AT_ONCE).until(open::isDone);
        assertThat(open.join().path("error_code").asText()).isEqualTo("SERVICE_OFFLINE");
        JsonNode next = consumer.call(tunnelId, "add", sum(1, 1), null).join();
        assertThat(next.path("error_code").asText()).isEqualTo("SERVICE_OFFLINE");
        assertThat(consumer.ask("skill_list", discovery(service)).path("skills"))
                .isEmpty();
    }

    @Test
    void externalServiceConfirmsItsChannels() {
        String external = Names.fresh("external");
        try (Agent confirming = Agent.plain(hub, 1, Names.fresh("provider"))) {
            ObjectNode registration = Offer.registration(external);
            ((ObjectNode) registration.path("service"))
                    .put("execution_mode", "external")
                    .put("endpoint", "https://example.org/run");
            confirming.socket().send(registration.toString());
            confirming.awaitFrame(frame -> "registered".equals(Frames.type(frame)));

            CompletableFuture<JsonNode> established =
                    consumer.request(Frames.frame("establish_channel").put("service_id", external));
            JsonNode request = confirming.awaitFrame(frame -> "channel_request".equals(Frames.type(frame)));
            confirming
                    .socket()
                    .send(Frames.frame("channel_confirm")
                            .put("request_id", request.path("request_id").asText())
                            .put("accepted", true)
                            .put("service_id", external)
                            .put("tunnel_id", "any")
                            .toString());

            JsonNode answer = established.join();
            assertThat(Frames.type(answer)).isEqualTo("channel_established");
            assertThat(answer.path("execution_mode").asText()).isEqualTo("external");
            assertThat(answer.path("endpoint").asText()).isEqualTo("https://example.org/run");
        }
    }

    @Test
    void keyIsForItsAskerUntilItIsUsedUp() {
        provider.onKeyRequest(request -> provider.answerKey(request, true, 600, 2));
        JsonNode issued = consumer.ask("key_request_response", keyRequest());
        String key = issued.path("key").asText();
        String tunnelId = consumer.establish(service);

        assertThat(issued.path("success").asBoolean()).isTrue();
        assertThat(key).startsWith("key_");
        assertThat(issued.path("lifecycle").path("max_calls").asInt()).isEqualTo(2);
        assertThat(provider.unasked("key_request")).hasSize(1);
        for (int use = 0; use < 2; use++) {
            assertThat(Frames.type(
                            consumer.call(tunnelId, "add", sum(1, use), key).join()))
                    .isEqualTo("service_response");
        }
        assertThat(consumer.call(tunnelId, "add", sum(1, 1), key)
                        .join()
                        .path("error_code")
                        .asText())
                .isEqualTo("KEY_INVALID");
        assertThat(provider.unasked("request")).hasSize(2);
    }

    @Test
    void keyIsRefusedOrRevokedByTheProvider() {
        String key =
                consumer.ask("key_request_response", keyRequest()).path("key").asText();
        provider.send(Frames.frame("key_revoke").put("key", key).put("client_id", provider.id()));
        String tunnelId = consumer.establish(service);
        Soon.await().until(() -> "KEY_INVALID"
                .equals(consumer.call(tunnelId, "add", sum(1, 1), key)
                        .join()
                        .path("error_code")
                        .asText()));
        provider.onKeyRequest(request -> provider.answerKey(request, false, 0, 0));

        JsonNode refused = consumer.ask("key_request_response", keyRequest());

        assertThat(refused.path("success").asBoolean()).isFalse();
        assertThat(refused.path("reason").asText()).isEqualTo("not for you");
        assertThat(refused.has("key")).isFalse();
        assertThat(consumer.call(tunnelId, "add", sum(1, 1), "key_0123456789abcdef")
                        .join()
                        .path("error_code")
                        .asText())
                .isEqualTo("KEY_INVALID");
    }

    @Test
    void priceRatingAndDocumentation() {
        ObjectNode update = Frames.frame("update_service").put("service_id", service);
        update.putObject("updates").put("description", "adds large numbers");
        provider.ask("success", update);
        JsonNode price = awaitAnswer(
                provider, Frames.frame("set_price").put("service_id", service).put("price", 7.5), "price_updated");
        consumer.ask(
                "rating_result",
                Frames.frame("rate").put("service_id", service).put("score", 4).put("comment", "good"));
        consumer.ask(
                "rating_result", Frames.frame("rate").put("service_id", service).put("score", 5));
        JsonNode rating =
                consumer.ask("rating_stats", Frames.frame("get_rating").put("service_id", service));
        JsonNode docs =
                consumer.ask("service_docs", Frames.frame("get_service_docs").put("service_id", service));

        assertThat(price.path("price").asDouble()).isEqualTo(7.5);
        assertThat(rating.path("total").asInt()).isEqualTo(1);
        assertThat(rating.path("average").asDouble()).isEqualTo(5);
        assertThat(docs.path("description").asText()).isEqualTo("adds large numbers");
        consumer.assertRefused(
                "NOT_SERVICE_OWNER",
                Frames.frame("set_price").put("service_id", service).put("price", 0));
    }

    @Test
    void accessListProtects() {
        try (HubClientB granted = HubClientB.connect(hub, 2)) {
            String userId = registerAndAuthenticate(granted);
            String strangersTunnel = consumer.establish(service);
            changeAccess("user_grant_access", userId);

            // The other gateway hears of it a little later.
            Soon.await()
                    .until(() -> isDenied(
                            consumer.request(Frames.frame("establish_channel").put("service_id", service))));
            assertThat(isDenied(consumer.call(strangersTunnel, "add", sum(1, 1), null)))
                    .isTrue();
            String tunnelId = granted.establish(service);
            assertThat(granted.call(tunnelId, "add", sum(1, 1), null)
                            .join()
                            .path("response")
                            .path("result"))
                    .isNotEmpty();

            try (HubClientB another = HubClientB.connect(hub, 1)) {
                changeAccess("user_grant_access", registerAndAuthenticate(another));
                changeAccess("user_revoke_access", userId);
                Soon.await().until(() -> isDenied(granted.call(tunnelId, "add", sum(1, 1), null)));
            }
        }
    }

    @Test
    void fieldsMayBeNestedUnderPayload() {
        ObjectNode frame = Frames.frame("skill_discover");
        frame.putObject("payload").put("query", service);

        assertThat(consumer.ask("skill_list", frame).path("skills")).hasSize(1);
    }

    /** The real client sends these but waits for no answer of this type. */
    private void changeAccess(String type, String userId) {
        provider.send(access(type, userId));
        assertThat(provider.awaitUnasked(type + "_response").path("success").asBoolean())
                .isTrue();
    }

    private static boolean isDenied(CompletableFuture<JsonNode> answer) {
        return "ACCESS_DENIED".equals(answer.join().path("error_code").asText());
    }

    /** Returns the user's id. */
    private static String registerAndAuthenticate(HubClientB client) {
        JsonNode registered = client.ask(
                "user_register_response", Frames.frame("user_register").put("name", "somebody"));
        String apiKey = registered.path("user").path("api_key").asText();
        assertThat(apiKey).startsWith("ush_");
        JsonNode authenticated =
                client.ask("user_auth_response", Frames.frame("user_auth").put("api_key", apiKey));
        assertThat(authenticated.path("success").asBoolean()).isTrue();
        assertThat(authenticated.path("user").has("api_key")).isFalse();
        return authenticated.path("user").path("user_id").asText();
    }

    private ObjectNode access(String type, String userId) {
        return Frames.frame(type).put("service_id", service).put("user_id", userId);
    }

    private ObjectNode keyRequest() {
        return Frames.frame("key_request").put("service_id", service).put("purpose", "a test");
    }

    private static ObjectNode discovery(String query) {
        ObjectNode frame = Frames.frame("skill_discover").put("query", query).put("status", "online");
        frame.putArray("tags");
        return frame;
    }

    private static ObjectNode sum(int a, int b) {
        return Frames.object().put("a", a).put("b", b);
    }

    /** For types of answers that the client does not wait for. */
    private static JsonNode awaitAnswer(HubClientB client, ObjectNode frame, String type) {
        client.send(frame.put("request_id", Names.requestId()).put("client_id", client.id()));
        return client.awaitUnasked(type);
    }
}
