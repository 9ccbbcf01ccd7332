package io.clawhub.gateway.core.calls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.gateway.core.CallCommand;
import io.clawhub.gateway.core.CallCommand.AnswerCall;
import io.clawhub.gateway.core.CallCommand.CallService;
import io.clawhub.gateway.core.CallCommand.ListKeys;
import io.clawhub.gateway.core.CallCommand.OpenTunnel;
import io.clawhub.gateway.core.CallCommand.RequestKey;
import io.clawhub.gateway.core.CallReply.CallReturned;
import io.clawhub.gateway.core.CallReply.KeyIssued;
import io.clawhub.gateway.core.CallReply.KeysListed;
import io.clawhub.gateway.core.CallReply.TunnelOpened;
import io.clawhub.gateway.core.CallReply.TunnelsListed;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Push.CallArrived;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Done;
import io.clawhub.gateway.core.ServiceCommand.ChangeAccess;
import io.clawhub.gateway.core.ServiceCommand.DescribeService;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.ServiceCommand.SetKeyPolicy;
import io.clawhub.gateway.core.ServiceCommand.UnregisterService;
import io.clawhub.gateway.core.ServiceReply.ServiceDescribed;
import io.clawhub.gateway.core.ServiceReply.ServiceRegistered;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Calls of services: tunnels, questions and answers, keys; and what is left of bindings when the table was cleared. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class CallsIT {

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    DatabaseContext database;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String service = run + "svc";
    private final List<TestClient> open = new ArrayList<>();
    private TestClient provider;
    private TestClient consumer;

    @BeforeEach
    void offer() {
        await().atMost(Duration.ofSeconds(30)).until(tail::isFollowing);
        provider = client("provider", null);
        consumer = client("consumer", null);
        provider.get(ServiceRegistered.class, registration("local"));
    }

    @AfterEach
    void close() {
        open.forEach(TestClient::close);
    }

    @Test
    void aCallGoesToOneConnectionAndItsAnswerToTheCaller() {
        TestClient bystander = client("provider", null);
        CompletableFuture<Reply> call = consumer.ask(call(tunnel(), null));

        CallArrived asked = provider.next(CallArrived.class);
        provider.get(Done.class, new AnswerCall(asked.callId(), result("sunny")));

        assertThat(((CallReturned) call.join()).response()).isEqualTo(result("sunny"));
        assertThat(asked.kind()).isEqualTo(CallKind.CALL);
        assertThat(asked.payload().path("method").textValue()).isEqualTo("forecast");
        assertThat(asked.payload().path("params")).isEqualTo(TextNode.valueOf("Bonn"));
        assertThat(bystander.pushes).isEmpty();
        assertThat(consumer.pushes).isEmpty();
    }

    @Test
    void aTunnelIsItsConsumersAndEndsWithTheService() {
        String tunnel = tunnel();
        assertThat(tunnel).matches("[0-9a-f]{12}");
        assertThat(client("thief", null).refusal(call(tunnel, null))).isEqualTo(HubError.TUNNEL_NOT_FOUND);
        assertThat(tunnel()).isNotEqualTo(tunnel);
        assertThat(tunnels()).hasSize(2);
        consumer.get(Done.class, new CallCommand.CloseTunnel(tunnel));
        assertThat(tunnels()).hasSize(1);

        provider.get(Done.class, new UnregisterService(service));

        assertThat(tunnels()).isEmpty();
        assertThat(consumer.refusal(new OpenTunnel(service))).isEqualTo(HubError.SERVICE_NOT_FOUND);
    }

    @Test
    void withoutAConnectionTheServiceIsOfflineAtOnceAndAnOpenCallToo() {
        String tunnel = tunnel();
        CompletableFuture<Reply> cut = consumer.ask(call(tunnel, null));
        provider.next(CallArrived.class);

        provider.close();

        assertThat(TestClient.refusal(cut)).isEqualTo(HubError.SERVICE_OFFLINE);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(consumer.refusal(call(tunnel, null)))
                .isEqualTo(HubError.SERVICE_OFFLINE));
    }

    @Test
    void anExternalServicesProviderConfirmsEachTunnel() {
        provider.get(ServiceRegistered.class, registration("external"));

        CompletableFuture<Reply> refused = consumer.ask(new OpenTunnel(service));
        answer(CallKind.TUNNEL, JsonNodeFactory.instance.objectNode().put("accepted", false));
        assertThat(TestClient.refusal(refused)).isEqualTo(HubError.PROVIDER_REFUSED);

        CompletableFuture<Reply> accepted = consumer.ask(new OpenTunnel(service));
        JsonNode question =
                answer(CallKind.TUNNEL, JsonNodeFactory.instance.objectNode().put("accepted", true));
        Tunnel tunnel = ((TunnelOpened) accepted.join()).tunnel();
        assertThat(tunnel.tunnelId()).isEqualTo(question.path("tunnel_id").textValue());
        assertThat(tunnel.endpoint()).isEqualTo("https://weather.example");
    }

    @Test
    void accessListsProtectCallsTunnelsAndKeys() {
        String tunnel = tunnel();
        provider.get(ServiceDescribed.class, new ChangeAccess(service, "u1", true));

        assertThat(consumer.refusal(call(tunnel, null))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(consumer.refusal(new OpenTunnel(service))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(consumer.refusal(new RequestKey(service, null))).isEqualTo(HubError.ACCESS_DENIED);
        client("friend", "u1").get(TunnelOpened.class, new OpenTunnel(service));
    }

    @Test
    void aKeyIsAskedForOnceBoundedCountedRenewedAndRevoked() {
        provider.get(Done.class, new SetKeyPolicy(service, 600L, 2L));
        KeyIssued issued = key(1_000_000);
        String tunnel = tunnel();

        assertThat(issued.key()).matches("key_[0-9a-f]{44}");
        assertThat(issued.description().maxCalls()).isEqualTo(2);
        assertThat(issued.description().durationSeconds()).isEqualTo(600);
        succeed(tunnel, issued.key());
        succeed(tunnel, issued.key());
        assertThat(consumer.refusal(call(tunnel, issued.key()))).isEqualTo(HubError.KEY_INVALID);
        assertThat(consumer.refusal(new CallCommand.RenewKey(issued.key()))).isEqualTo(HubError.NOT_SERVICE_OWNER);
        provider.get(Done.class, new CallCommand.RenewKey(issued.description().keyId()));
        succeed(tunnel, issued.key());
        assertThat(client("thief", null)
                        .refusal(new CallCommand.RevokeKey(issued.description().keyId())))
                .isEqualTo(HubError.KEY_INVALID);
        consumer.get(Done.class, new CallCommand.RevokeKey(issued.key()));
        assertThat(consumer.refusal(call(tunnel, issued.key()))).isEqualTo(HubError.KEY_INVALID);
        assertThat(provider.pushes).isEmpty();
    }

    @Test
    void keysAreListedToTheirProviderAndTheirHoldersWithoutSecrets() {
        KeyIssued issued = key(5);

        assertThat(keysFor(provider)).containsExactly(issued.description());
        assertThat(keysFor(consumer)).containsExactly(issued.description());
        assertThat(keysFor(client("stranger", null))).isEmpty();
        assertThat(issued.description().toString()).doesNotContain(issued.key());
    }

    @Test
    void aRefusedKeySaysWhy() {
        CompletableFuture<Reply> key = consumer.ask(new RequestKey(service, "just so"));
        answer(
                CallKind.KEY,
                JsonNodeFactory.instance.objectNode().put("approved", false).put("reason", "no"));

        assertThat(TestClient.refusal(key)).isEqualTo(HubError.PROVIDER_REFUSED);
    }

    @Test
    void bindingsAreWrittenAgainWhenTheLeaseWasLost() {
        database.inTransaction(
                        () -> Panache.getSession().chain(session -> session.createNativeQuery("DELETE FROM gateway")
                                .executeUpdate()))
                .await()
                .atMost(Duration.ofSeconds(30));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> consumer.get(ServiceDescribed.class, new DescribeService(service))
                        .service()
                        .online());
        String tunnel = tunnel();
        succeed(tunnel, null);
    }

    private void succeed(String tunnel, String key) {
        CompletableFuture<Reply> call = consumer.ask(call(tunnel, key));
        answer(CallKind.CALL, result("ok"));
        assertThat(call.join()).isEqualTo(new CallReturned(result("ok")));
    }

    /** Answers the provider's next question, and returns it. */
    private JsonNode answer(CallKind kind, JsonNode answer) {
        CallArrived asked = provider.next(CallArrived.class);
        assertThat(asked.kind()).isEqualTo(kind);
        provider.get(Done.class, new AnswerCall(asked.callId(), answer));
        return asked.payload();
    }

    private KeyIssued key(long calls) {
        CompletableFuture<Reply> key = consumer.ask(new RequestKey(service, "testing"));
        ObjectNode approved = JsonNodeFactory.instance.objectNode().put("approved", true);
        approved.putObject("lifecycle").put("duration_seconds", calls).put("max_calls", calls);
        JsonNode question = answer(CallKind.KEY, approved);
        assertThat(question.path("service_name").textValue()).isEqualTo("Weather");
        return (KeyIssued) key.join();
    }

    private List<ServiceKey> keysFor(TestClient client) {
        return client.get(KeysListed.class, new ListKeys(service)).keys();
    }

    private List<Tunnel> tunnels() {
        return consumer.get(TunnelsListed.class, new CallCommand.ListTunnels()).tunnels();
    }

    private String tunnel() {
        return consumer.get(TunnelOpened.class, new OpenTunnel(service))
                .tunnel()
                .tunnelId();
    }

    private static CallService call(String tunnel, String key) {
        return new CallService(tunnel, "forecast", TextNode.valueOf("Bonn"), key);
    }

    private static ObjectNode result(String text) {
        return JsonNodeFactory.instance.objectNode().put("result", text);
    }

    private RegisterService registration(String mode) {
        return new RegisterService(
                service,
                null,
                null,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", "Weather")
                        .put("execution_mode", mode)
                        .put("endpoint", "https://weather.example"));
    }

    private TestClient client(String id, String userId) {
        Caller.Authentication how = userId == null ? Caller.Authentication.OPEN : Caller.Authentication.TOKEN;
        Caller caller = new Caller(run + id, "test", "test", how, userId);
        TestClient client = new TestClient(caller, messages.openLane(caller), dispatcher, registry);
        open.add(client);
        return client;
    }
}
