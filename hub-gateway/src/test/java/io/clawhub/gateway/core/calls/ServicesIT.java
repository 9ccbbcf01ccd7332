package io.clawhub.gateway.core.calls;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Reply.Done;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceCommand.ChangeAccess;
import io.clawhub.gateway.core.ServiceCommand.DescribeService;
import io.clawhub.gateway.core.ServiceCommand.DiscoverServices;
import io.clawhub.gateway.core.ServiceCommand.RateService;
import io.clawhub.gateway.core.ServiceCommand.ReadRating;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.ServiceCommand.SetKeyPolicy;
import io.clawhub.gateway.core.ServiceCommand.SetPrice;
import io.clawhub.gateway.core.ServiceCommand.UnregisterService;
import io.clawhub.gateway.core.ServiceCommand.UpdateService;
import io.clawhub.gateway.core.ServiceReply.ServiceDescribed;
import io.clawhub.gateway.core.ServiceReply.ServiceRated;
import io.clawhub.gateway.core.ServiceReply.ServiceRegistered;
import io.clawhub.gateway.core.ServiceReply.ServicesFound;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.services.Rating;
import io.clawhub.gateway.core.services.ServiceListing;
import io.clawhub.gateway.core.services.ServiceQuery;
import io.clawhub.gateway.core.services.ServiceRegistry;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Services, from registration to withdrawal. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
public class ServicesIT {

    /** Nobody listens there, so a connection goes live soon. */
    public static final class WithoutHistory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "hub.history.url", "http://127.0.0.1:1",
                    "hub.delivery.catch-up-wait", "PT0.01S",
                    "hub.delivery.receipt-wait", "PT20S",
                    "hub.send.timeout", "PT25S");
        }
    }

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    ServiceRegistry services;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<TestClient> open = new ArrayList<>();
    private final String service = run + "svc";

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(30)).until(tail::isFollowing);
    }

    @AfterEach
    void close() {
        open.forEach(TestClient::close);
    }

    @Test
    void theSameOwnerKeepsTheLobbyWhateverHappens() {
        TestClient owner = named("owner");
        String lobby = register(owner);

        assertThat(register(owner)).isEqualTo(lobby);
        assertThat(named("thief").refusal(registration())).isEqualTo(HubError.NOT_SERVICE_OWNER);
        owner.close();
        assertThat(named("thief").refusal(registration())).isEqualTo(HubError.NOT_SERVICE_OWNER);
        TestClient again = named("owner");
        again.get(Done.class, new UnregisterService(service));
        assertThat(again.refusal(new DescribeService(service))).isEqualTo(HubError.SERVICE_NOT_FOUND);
        assertThat(register(again)).isEqualTo(lobby);
    }

    @Test
    void aWithdrawnIdIsAnybodysWithANewLobby() {
        TestClient owner = named("owner");
        String lobby = register(owner);
        owner.get(ServiceDescribed.class, new ChangeAccess(service, "u1", true));
        owner.get(Done.class, new UnregisterService(service));

        TestClient next = named("next");
        String other = register(next);
        ServiceListing listing = describe(next);

        assertThat(other).isNotEqualTo(lobby);
        assertThat(listing.providerId()).isEqualTo(run + "next");
        assertThat(listing.allowedUsers()).isEmpty();
        assertThat(owner.refusal(registration())).isEqualTo(HubError.NOT_SERVICE_OWNER);
    }

    @Test
    void aServiceOfANamelessConnectionIsFreeOnceItIsOffline() {
        TestClient first = nameless("1");
        String lobby = register(first);
        assertThat(nameless("2").refusal(registration())).isEqualTo(HubError.NOT_SERVICE_OWNER);

        first.close();
        TestClient second = nameless("2");
        await().atMost(Duration.ofSeconds(30)).until(() -> !describe(second).online());
        String other = register(second);

        assertThat(other).isNotEqualTo(lobby);
        assertThat(describe(second).online()).isTrue();
    }

    @Test
    void aNamelessConnectionRegistersForAKnownAgentAndNobodyElseDoes() {
        TestClient agent = named("agent");
        TestClient program = nameless("program");
        program.get(ServiceRegistered.class, registrationFor(run + "agent"));

        ServiceListing listing = describe(agent);
        assertThat(listing.providerId()).isEqualTo(run + "agent");
        // Both act for it: the program that offers it and the agent that owns it.
        program.get(ServiceDescribed.class, new SetPrice(service, BigDecimal.ONE, null));
        agent.get(ServiceDescribed.class, new SetPrice(service, BigDecimal.TEN, null));
        TestClient other = named("other");
        assertThat(other.refusal(registrationFor(run + "agent"))).isEqualTo(HubError.NOT_SERVICE_OWNER);

        String label = run + "label";
        other.get(
                ServiceRegistered.class,
                new RegisterService(label, "Weather Corp", null, document("x", "Weather Corp")));
        assertThat(other.get(ServiceDescribed.class, new DescribeService(label))
                        .service()
                        .providerId())
                .isEqualTo(run + "other");
    }

    @Test
    void isOnlineExactlyWhileAConnectionOffersIt() {
        TestClient reader = named("reader");
        TestClient one = named("owner");
        TestClient two = named("owner");
        register(one);
        register(two);

        assertThat(describe(reader).online()).isTrue();
        one.close();
        assertThat(describe(reader).online()).isTrue();
        two.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> !describe(reader).online());
    }

    @Test
    void findsByWordsTagsModeOwnerPriceAndStatus() {
        TestClient owner = named("owner");
        offer(owner, "a", "Weather 100% now", "forecasts", 3, "outdoor", "sky");
        offer(owner, "b", "Stocks", "weather of markets", 1, "money");
        offer(owner, "c", "Poems", "rhymes_and reason", 2, "fun");

        assertThat(found(query("weather", true))).containsExactly("b", "a");
        assertThat(found(query("WEATHER markets", true))).containsExactly("b");
        assertThat(found(query("100%", true))).containsExactly("a");
        assertThat(found(query("rhymes_a", true))).containsExactly("c");
        assertThat(found(query("h_mes", true))).isEmpty();
        assertThat(found(query("poems", false))).containsExactly("c");
        assertThat(found(query("sky", false))).containsExactly("a");
        assertThat(found(query("poem", false))).isEmpty();
        assertThat(found(with(List.of("sky", "outdoor"), null, null, null, ServiceQuery.Sort.NAME, false, 10)))
                .containsExactly("a");
        assertThat(found(with(List.of(), null, null, null, ServiceQuery.Sort.PRICE, true, 10)))
                .containsExactly("a", "c", "b");
        assertThat(found(with(
                        List.of(), null, new BigDecimal("1.5"), new BigDecimal(2), ServiceQuery.Sort.NAME, false, 10)))
                .containsExactly("c");
        assertThat(found(with(List.of(), null, null, null, ServiceQuery.Sort.TIME, false, 2)))
                .containsExactly("a", "b");
        assertThat(found(with(List.of(), false, null, null, ServiceQuery.Sort.TIME, false, 2)))
                .isEmpty();
    }

    @Test
    void readsDescriptionsWithTheirDocumentation() {
        TestClient owner = named("owner");
        owner.get(ServiceRegistered.class, new RegisterService(service, null, "# How", document("Name", "me")));
        owner.get(
                ServiceDescribed.class,
                new UpdateService(
                        service,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("description", "better")
                                .put("id", "other")
                                .putNull("emoji")));

        ServiceListing listing = describe(owner);

        assertThat(listing.skillDoc()).isEqualTo("# How");
        assertThat(listing.name()).isEqualTo("Name");
        assertThat(listing.description()).isEqualTo("better");
        assertThat(listing.document().has("emoji")).isFalse();
        assertThat(listing.document().path("version").textValue()).isEqualTo("1.0.0");
        assertThat(listing.priceUnit()).isEqualTo("次");
    }

    @Test
    void onlyTheOwnerChangesAService() {
        TestClient owner = named("owner");
        TestClient stranger = named("stranger");
        register(owner);

        List<ServiceCommand> changes = List.of(
                new UnregisterService(service),
                new UpdateService(service, JsonNodeFactory.instance.objectNode()),
                new SetPrice(service, BigDecimal.ONE, null),
                new ChangeAccess(service, "u1", true),
                new SetKeyPolicy(service, 1L, 1L));

        assertThat(changes)
                .allSatisfy(change -> assertThat(stranger.refusal(change)).isEqualTo(HubError.NOT_SERVICE_OWNER));
        assertThat(owner.refusal(new SetPrice(service, new BigDecimal(-1), null)))
                .isEqualTo(HubError.INVALID_PRICE);
        assertThat(owner.refusal(new SetKeyPolicy(service, 0L, null))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(owner.refusal(new UnregisterService(run + "none"))).isEqualTo(HubError.SERVICE_NOT_FOUND);
        owner.get(Done.class, new SetKeyPolicy(service, 60L, null));
    }

    @Test
    void eachParticipantRatesOnceAndNobodyTheirOwn() {
        TestClient owner = named("owner");
        register(owner);
        TestClient one = named("one");
        one.get(ServiceRated.class, new RateService(service, 1, "meh", null));
        named("two").get(ServiceRated.class, new RateService(service, 4, null, List.of("ok")));
        one.get(ServiceRated.class, new RateService(service, 5, "fixed", null));

        Rating rating = owner.get(ServiceRated.class, new ReadRating(service)).rating();

        assertThat(rating.total()).isEqualTo(2);
        assertThat(rating.average()).isEqualTo(4.5);
        assertThat(rating.distribution()).containsExactly(0L, 0L, 0L, 0L, 1L, 1L);
        assertThat(owner.refusal(new RateService(service, 5, null, null))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(one.refusal(new RateService(service, 6, null, null))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(one.refusal(new RateService(run + "none", 5, null, null))).isEqualTo(HubError.SERVICE_NOT_FOUND);
    }

    @Test
    void accessListsProtectAndSurviveAnotherRegistration() {
        TestClient owner = named("owner");
        register(owner);
        Caller user = caller("friend", Authentication.TOKEN, "user-1");
        Caller nobody = caller("nobody", Authentication.OPEN, null);
        assertThat(mayUse(nobody)).isTrue();

        owner.get(ServiceDescribed.class, new ChangeAccess(service, "user-1", true));
        register(owner);
        assertThat(mayUse(user)).isTrue();
        assertThat(mayUse(nobody)).isFalse();
        assertThat(mayUse(caller("owner", Authentication.OPEN, null))).isTrue();

        owner.get(ServiceDescribed.class, new ChangeAccess(service, "user-1", false));
        assertThat(mayUse(user)).isFalse();
        assertThat(mayUse(nobody)).isFalse();
        assertThat(describe(owner).allowedUsers()).containsExactly(run + "owner");

        ObjectNode reopened = JsonNodeFactory.instance.objectNode();
        reopened.putArray("allowed_users");
        owner.get(ServiceDescribed.class, new UpdateService(service, reopened));
        assertThat(mayUse(nobody)).isTrue();
    }

    @Test
    void aBrokenRegistrationIsRefusedWhole() {
        TestClient owner = named("owner");
        ObjectNode nul = document("a\0b", "me");
        ObjectNode large = document("x".repeat(70_000), "me");
        ObjectNode price = document("x", "me").put("price", "1e400000000");
        ObjectNode mode = document("x", "me").put("execution_mode", "magic");

        assertThat(owner.refusal(new RegisterService(service, null, null, nul))).isEqualTo(HubError.INVALID_TEXT);
        assertThat(owner.refusal(new RegisterService(service, null, null, large)))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(owner.refusal(new RegisterService(service, null, "d".repeat(300_000), document("x", "me"))))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
        assertThat(owner.refusal(new RegisterService(service, null, null, price)))
                .isEqualTo(HubError.INVALID_PRICE);
        assertThat(owner.refusal(new RegisterService(service, null, null, mode)))
                .isEqualTo(HubError.MISSING_FIELDS);
        assertThat(owner.refusal(new RegisterService("", null, null, document("x", "me"))))
                .isEqualTo(HubError.INVALID_ID);
        assertThat(owner.refusal(new DescribeService(service))).isEqualTo(HubError.SERVICE_NOT_FOUND);
    }

    private boolean mayUse(Caller caller) {
        return services.checkAccess(caller, service)
                .map(ok -> true)
                .onFailure()
                .recoverWithItem(false)
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private void offer(TestClient owner, String id, String name, String description, int price, String... tags) {
        ObjectNode document =
                document(name, run + "label").put("description", description).put("price", price);
        List.of(tags).forEach(document.withArray("tags")::add);
        owner.get(ServiceRegistered.class, new RegisterService(run + id, null, null, document));
    }

    private List<String> found(ServiceQuery query) {
        return named("seeker").get(ServicesFound.class, new DiscoverServices(query)).services().stream()
                .map(listing -> listing.serviceId().substring(run.length()))
                .toList();
    }

    private ServiceQuery query(String text, boolean fuzzy) {
        return new ServiceQuery(
                text, fuzzy, null, true, null, run + "label", null, null, ServiceQuery.Sort.NAME, false, 10);
    }

    private ServiceQuery with(
            List<String> tags,
            Boolean online,
            BigDecimal min,
            BigDecimal max,
            ServiceQuery.Sort sort,
            boolean descending,
            int limit) {
        return new ServiceQuery(null, true, tags, online, "local", run + "label", min, max, sort, descending, limit);
    }

    private ServiceListing describe(TestClient client) {
        return client.get(ServiceDescribed.class, new DescribeService(service)).service();
    }

    private String register(TestClient client) {
        return client.get(ServiceRegistered.class, registration()).conversationId();
    }

    private RegisterService registration() {
        return registrationFor(null);
    }

    private RegisterService registrationFor(String owner) {
        return new RegisterService(service, owner, null, document("Weather", "me"));
    }

    private static ObjectNode document(String name, String owner) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("description", "d")
                .put("version", "1.0.0")
                .put("emoji", "☀")
                .put("owner", owner);
    }

    private TestClient named(String id) {
        return open(caller(id, Authentication.OPEN, null));
    }

    private TestClient nameless(String id) {
        return open(caller(id, Authentication.NONE, null));
    }

    private TestClient open(Caller caller) {
        TestClient client = new TestClient(caller, messages.openLane(caller), dispatcher, registry);
        open.add(client);
        return client;
    }

    private Caller caller(String id, Authentication how, String userId) {
        return new Caller(run + id, "test", "test", how, userId);
    }
}
