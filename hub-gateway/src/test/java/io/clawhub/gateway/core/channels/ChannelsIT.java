package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.MessageAccepted;
import io.clawhub.gateway.core.ChannelCommand.AcceptChannel;
import io.clawhub.gateway.core.ChannelCommand.EndChannel;
import io.clawhub.gateway.core.ChannelCommand.ListChannels;
import io.clawhub.gateway.core.ChannelCommand.ReadChannel;
import io.clawhub.gateway.core.ChannelCommand.RejectChannel;
import io.clawhub.gateway.core.ChannelCommand.RequestChannel;
import io.clawhub.gateway.core.ChannelReply.ChannelState;
import io.clawhub.gateway.core.ChannelReply.ChannelsListed;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.ServiceReply.ServiceRegistered;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.clawhub.events.ConversationStatus.ACTIVE;
import static io.clawhub.events.ConversationStatus.ENDED;
import static io.clawhub.events.ConversationStatus.PENDING;
import static io.clawhub.events.ConversationStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Channels on a real log and a real database, without a wire. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ChannelsIT.WithoutHistory.class)
class ChannelsIT {

    /** Nobody listens there, so a connection goes live soon. */
    public static final class WithoutHistory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.history.url", "http://127.0.0.1:1", "hub.delivery.catch-up-wait", "PT0.01S");
        }
    }

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    PanacheChannelStore store;

    @Inject
    DatabaseContext database;

    @Inject
    Outbox outbox;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<TestClient> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(30)).until(tail::isFollowing);
    }

    @AfterEach
    void close() {
        open.forEach(client -> registry.remove(client.connection));
    }

    @Test
    void aRequestIsAcceptedAndWhatIsSaidAtOnceIsSaidInTheChannel() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");
        TestClient other = client("consumer");

        CompletableFuture<Reply> request = consumer.ask(request("svc", null, "may I?"));
        ConversationChanged asked = provider.hears(is(PENDING));
        CompletableFuture<Reply> accepting = provider.ask(new AcceptChannel(null, run + "consumer", "you may"));
        provider.say(run + "consumer", null, null, "welcome");
        Channel channel = state(request);

        assertThat(asked.byParticipantId()).isEqualTo(run + "consumer");
        assertThat(asked.text()).isEqualTo("may I?");
        assertThat(asked.requestId()).isEqualTo("r1");
        assertThat(asked.changeId()).isEqualTo("chg_" + channel.conversationId() + "_1");
        assertThat(channel.conversationId()).matches("ch_[0-9a-f]{12}");
        assertThat(channel.status()).isEqualTo(ACTIVE);
        assertThat(channel.text()).isEqualTo("you may");
        assertThat(channel.requestId()).isEqualTo("r1");
        assertThat(channel.serviceId()).isEqualTo(run + "svc");
        assertThat(state(accepting).status()).isEqualTo(ACTIVE);
        MessageAccepted welcome = consumer.hearsText("welcome");
        assertThat(welcome.conversationId()).isEqualTo(channel.conversationId());
        assertThat(welcome.kind()).isEqualTo(ConversationKind.CHANNEL);
        assertThat(welcome.serviceId()).isEqualTo(run + "svc");
        other.hears(is(ACTIVE));
        other.hearsText("welcome");
        assertThat(consumer.changes()).isEmpty();
        assertThat(provider.changes()).hasSize(1);

        assertThat(state(consumer.ask(request("svc", null, null))).conversationId())
                .isEqualTo(channel.conversationId());
        consumer.say(null, run + "svc", null, "by service");
        assertThat(provider.hearsText("by service").conversationId()).isEqualTo(channel.conversationId());
        provider.say(null, run + "svc", null, "to the only consumer");
        assertThat(consumer.hearsText("to the only consumer").conversationId()).isEqualTo(channel.conversationId());
    }

    @Test
    void aRejectionTellsWhyAndHasNoEffectWithoutARequest() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");

        assertThat(TestClient.wait(provider.ask(new RejectChannel(null, run + "consumer", "no"))))
                .isInstanceOf(Reply.Done.class);
        CompletableFuture<Reply> request = consumer.ask(request("svc", run + "provider", null));
        String id = provider.hears(is(PENDING)).conversationId();
        assertThat(state(provider.ask(new RejectChannel(null, run + "consumer", "busy")))
                        .status())
                .isEqualTo(REJECTED);

        assertThat(state(request).text()).isEqualTo("busy");
        assertThat(state(request).status()).isEqualTo(REJECTED);
        assertThat(state(provider.ask(new RejectChannel(id, null, "again"))).text())
                .isEqualTo("busy");
        assertThat(refusal(provider.ask(new AcceptChannel(id, null, null)))).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal(consumer.say(null, null, id, "too late"))).isEqualTo(HubError.CHANNEL_ENDED);
    }

    @Test
    void aRequestThatCannotBeIsRejectedAtOnce() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");

        assertThat(rejection(consumer.ask(request("nothing", null, null)))).isEqualTo("unknown service");
        assertThat(rejection(consumer.ask(request("svc", run + "x", null))))
                .isEqualTo("provider does not offer this service");
        assertThat(rejection(provider.ask(request("svc", null, null)))).contains("yourself");
        assertThat(rejection(consumer.ask(request("label", run + "consumer", null))))
                .contains("yourself");
        assertThat(refusal(consumer.ask(new RequestChannel("r1", "a\u0000", null, null))))
                .isEqualTo(HubError.INVALID_ID);
        assertThat(refusal(consumer.ask(new RequestChannel("r1", run + "svc", null, "x".repeat(70_000)))))
                .isEqualTo(HubError.MESSAGE_TOO_LARGE);
    }

    @Test
    void aServiceThatIsOnlyALabelIsAskedOfTheNamedProvider() {
        TestClient provider = client("seed-provider");
        TestClient consumer = client("consumer");

        CompletableFuture<Reply> request = consumer.ask(request("label", provider.id, null));
        String id = provider.hears(is(PENDING)).conversationId();
        TestClient.wait(consumer.say(null, null, id, "while pending"));
        provider.ask(new AcceptChannel(null, consumer.id, null));

        assertThat(state(request).conversationId()).isEqualTo(id);
        assertThat(provider.hearsText("while pending").conversationId()).isEqualTo(id);
    }

    @Test
    void aProviderThatComesBackFindsTheRequestOnce() {
        TestClient owner = provider();
        disconnect(owner);
        TestClient consumer = client("consumer");
        CompletableFuture<Reply> request = consumer.ask(request("svc", null, "anybody there?"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !item(store.pendingOf(owner.id)).isEmpty());

        TestClient back = client("provider");
        ConversationChanged asked = back.hears(is(PENDING));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> item(store.pendingOf(owner.id)).getFirst().announced());
        back.ask(new AcceptChannel(asked.conversationId(), null, null));

        assertThat(state(request).status()).isEqualTo(ACTIVE);
        assertThat(back.changes()).hasSize(1);
    }

    @Test
    void manyRequestsOfOnePairAreOneChannel() {
        TestClient provider = provider();
        List<CompletableFuture<Reply>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(client("consumer").ask(request("svc", null, null)));
        }
        provider.hears(is(PENDING));
        await().atMost(Duration.ofSeconds(30)).until(() -> provider.changes().size() >= 1);
        provider.ask(new AcceptChannel(null, run + "consumer", null));

        List<Channel> channels = requests.stream().map(ChannelsIT::state).toList();

        assertThat(channels).allMatch(channel -> channel.status() == ACTIVE);
        assertThat(channels.stream().map(Channel::conversationId).distinct()).hasSize(1);
        assertThat(provider.changes()).hasSize(1);
        assertThat(open.stream().filter(client -> client.id.equals(run + "consumer")))
                .allMatch(client -> client.changes().isEmpty());
    }

    @Test
    void twoConsumersAreAnsweredEachForItself() {
        TestClient provider = provider();
        TestClient one = client("one");
        TestClient two = client("two");
        CompletableFuture<Reply> first = one.ask(request("svc", null, null));
        CompletableFuture<Reply> second = two.ask(request("svc", null, null));
        provider.hears(change -> change.byParticipantId().equals(one.id));
        provider.hears(change -> change.byParticipantId().equals(two.id));

        provider.ask(new AcceptChannel(null, two.id, null));
        provider.ask(new RejectChannel(null, one.id, "full"));

        assertThat(state(second).status()).isEqualTo(ACTIVE);
        assertThat(state(first).text()).isEqualTo("full");
    }

    @Test
    void theEndIsToldToTheOtherAndSendsThePairBackToTheirDirectConversation() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");
        TestClient stranger = client("stranger");
        String id = session(provider, consumer);

        assertThat(refusal(stranger.ask(new EndChannel(id, null)))).isEqualTo(HubError.NOT_A_PARTY);
        assertThat(refusal(stranger.ask(new ReadChannel(id)))).isEqualTo(HubError.NOT_A_PARTY);
        assertThat(refusal(consumer.ask(new AcceptChannel(id, null, null)))).isEqualTo(HubError.NOT_A_PARTY);
        assertThat(state(consumer.ask(new EndChannel(id, "done"))).status()).isEqualTo(ENDED);
        CompletableFuture<Reply> late = consumer.say(null, null, id, "late");
        consumer.say(provider.id, null, null, "still here");

        assertThat(refusal(late)).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(provider.hears(is(ENDED)).text()).isEqualTo("done");
        assertThat(provider.hearsText("still here").kind()).isEqualTo(ConversationKind.DIRECT);
        assertThat(state(provider.ask(new EndChannel(id, "again"))).text()).isEqualTo("done");
        assertThat(consumer.changes()).noneMatch(is(ENDED));
        assertThat(refusal(provider.say(null, null, id, "late"))).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal(consumer.ask(
                        new EndChannel(provider.messages().getLast().conversationId(), null))))
                .isEqualTo(HubError.CONFLICT);
        assertThat(refusal(consumer.ask(new EndChannel("ch_nowhere", null)))).isEqualTo(HubError.CHANNEL_NOT_FOUND);
    }

    @Test
    void aConsumerWithdrawsItsRequest() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");
        CompletableFuture<Reply> request = consumer.ask(request("svc", null, null));
        String id = provider.hears(is(PENDING)).conversationId();

        state(consumer.ask(new EndChannel(id, null)));

        assertThat(rejection(request)).isEqualTo("request withdrawn");
        assertThat(refusal(provider.ask(new AcceptChannel(id, null, null)))).isEqualTo(HubError.CHANNEL_ENDED);
    }

    @Test
    void aProviderOpensASessionUnasked() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");

        Channel opened = state(provider.ask(new AcceptChannel(null, consumer.id, "come in")));
        Channel again = state(provider.ask(new AcceptChannel(null, consumer.id, "come in")));

        assertThat(opened.status()).isEqualTo(ACTIVE);
        assertThat(opened.serviceId()).isEqualTo(run + "svc");
        assertThat(again.conversationId()).isEqualTo(opened.conversationId());
        assertThat(consumer.hears(is(ACTIVE)).text()).isEqualTo("come in");
    }

    @Test
    void whatNobodyAnsweredIsRejectedWhoeverAskedAndWhereverItWasAsked() {
        TestClient consumer = client("consumer");
        TestClient offline = provider();
        disconnect(offline);
        // As an earlier run of a gateway has left it.
        pending(offline.id, consumer.id, run + "svc", Duration.ofMinutes(1));
        CompletableFuture<Reply> joined = consumer.ask(request("svc", null, null));
        TestClient.wait(consumer.say(offline.id, null, null, "said once the request is placed"));
        assertThat(item(store.pendingOf(offline.id))).hasSize(1);
        item(store.expire(DatabaseContext.now().plus(Duration.ofMinutes(2))));

        assertThat(rejection(joined)).isEqualTo(PairChannel.PROVIDER_OFFLINE);
        assertThat(consumer.changes()).isEmpty();

        TestClient silent = client("provider");
        pending(silent.id, consumer.id, run + "svc", Duration.ofMinutes(1));
        silent.hears(is(PENDING));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> item(store.pendingOf(silent.id)).getFirst().announced());
        item(store.expire(DatabaseContext.now().plus(Duration.ofMinutes(2))));
        assertThat(consumer.hears(is(REJECTED)).text()).isEqualTo(PairChannel.TIMEOUT);
    }

    @Test
    void theSweepRejectsWhatIsOverdue() {
        TestClient consumer = client("consumer");

        pending(run + "nobody", consumer.id, null, Duration.ZERO);

        assertThat(consumer.hears(is(REJECTED)).text()).isEqualTo(PairChannel.PROVIDER_OFFLINE);
        assertThat(consumer.changes().getFirst().requestId()).isEqualTo("earlier");
    }

    @Test
    void aSessionWithoutAWordEndsForBoth() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");
        Parties parties = new Parties("idle", provider.id, consumer.id);
        item(store.decide(
                provider.id,
                consumer.id,
                open -> PairChannel.opened(Waiters.freshId(), parties, null, DatabaseContext.now(), Duration.ZERO)));

        assertThat(provider.hears(is(ENDED)).text()).isEqualTo(PairChannel.IDLE);
        assertThat(consumer.hears(is(ENDED)).byParticipantId()).isNull();
    }

    @Test
    void aSessionInUseIsProlonged() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");
        Parties parties = new Parties(null, provider.id, consumer.id);
        PairChannel channel = item(store.decide(
                provider.id,
                consumer.id,
                open -> PairChannel.opened(
                        Waiters.freshId(), parties, null, DatabaseContext.now(), Duration.ofMinutes(1))));
        consumer.say(provider.id, null, null, "a word");
        assertThat(provider.hearsText("a word").conversationId()).isEqualTo(channel.conversationId());

        await().atMost(Duration.ofSeconds(30)).until(() -> item(store.change(channel.conversationId(), same -> same))
                .expiresAt()
                .isAfter(Instant.now().plus(Duration.ofHours(23))));
    }

    @Test
    void aWithdrawnServiceTakesItsChannelsAlong() {
        TestClient provider = provider();
        TestClient active = client("active");
        TestClient asking = client("asking");
        TestClient labelled = client("labelled");
        session(provider, active);
        CompletableFuture<Reply> request = asking.ask(request("svc", null, null));
        provider.hears(change -> change.byParticipantId().equals(asking.id));
        pending(labelled.id, asking.id, run + "svc", Duration.ofMinutes(1));

        item(database.inTransaction(() -> store.withdrawn(run + "svc")).call(outbox::drain));

        assertThat(rejection(request)).isEqualTo(PairChannel.SERVICE_WITHDRAWN);
        assertThat(active.hears(is(ENDED)).text()).isEqualTo(PairChannel.SERVICE_WITHDRAWN);
        provider.hears(is(ENDED));
        assertThat(item(store.pendingOf(labelled.id))).hasSize(1);
    }

    @Test
    void eachPartySeesItsConversations() {
        TestClient provider = provider();
        TestClient consumer = client("consumer");
        consumer.say(provider.id, null, null, "direct");
        provider.hearsText("direct");
        String id = session(provider, consumer);

        List<Channel> ofProvider = listed(provider);
        List<Channel> ofConsumer = listed(consumer);

        assertThat(ofProvider)
                .extracting(Channel::kind)
                .containsExactly(ConversationKind.CHANNEL, ConversationKind.DIRECT, ConversationKind.SERVICE);
        assertThat(ofConsumer)
                .extracting(Channel::kind)
                .containsExactly(ConversationKind.CHANNEL, ConversationKind.DIRECT);
        assertThat(ofConsumer).isEqualTo(ofProvider.subList(0, 2));
        assertThat(state(consumer.ask(new ReadChannel(id)))).isEqualTo(ofConsumer.getFirst());
        assertThat(ofProvider.getLast().consumerId()).isNull();
        assertThat(ofProvider.getLast().providerId()).isEqualTo(provider.id);
        assertThat(ofProvider.getFirst().createdAt()).isBetween(Instant.now().minusSeconds(120), Instant.now());
        assertThat(refusal(consumer.ask(new ReadChannel(ofProvider.getLast().conversationId()))))
                .isEqualTo(HubError.NOT_A_PARTY);
        assertThat(refusal(consumer.ask(new ReadChannel("ch_nowhere")))).isEqualTo(HubError.CHANNEL_NOT_FOUND);
    }

    private String session(TestClient provider, TestClient consumer) {
        CompletableFuture<Reply> request = consumer.ask(request("svc", null, null));
        provider.hears(change -> change.byParticipantId().equals(consumer.id));
        provider.ask(new AcceptChannel(null, consumer.id, null));
        return state(request).conversationId();
    }

    private void pending(String providerId, String consumerId, String serviceId, Duration timeout) {
        Parties parties = new Parties(serviceId, providerId, consumerId);
        item(store.decide(
                providerId,
                consumerId,
                open -> PairChannel.requested(
                        Waiters.freshId(), parties, "earlier", null, DatabaseContext.now(), timeout)));
    }

    private TestClient provider() {
        TestClient provider = client("provider");
        Reply registered = TestClient.wait(
                provider.ask(new RegisterService(run + "svc", null, null, JsonNodeFactory.instance.objectNode())));
        assertThat(registered).isInstanceOf(ServiceRegistered.class);
        return provider;
    }

    private TestClient client(String name) {
        String id = run + name;
        TestClient client = new TestClient(id, messages.openLane(TestClient.caller(id)), dispatcher);
        registry.add(client.connection);
        open.add(client);
        return client;
    }

    private void disconnect(TestClient client) {
        registry.remove(client.connection);
        open.remove(client);
    }

    private RequestChannel request(String service, String providerId, String message) {
        return new RequestChannel("r1", run + service, providerId, message);
    }

    private static Predicate<ConversationChanged> is(ConversationStatus status) {
        return change -> change.status() == status;
    }

    private static <T> T item(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(30));
    }

    private static List<Channel> listed(TestClient client) {
        return ((ChannelsListed) TestClient.wait(client.ask(new ListChannels(50)))).channels();
    }

    private static Channel state(CompletableFuture<Reply> answer) {
        return ((ChannelState) TestClient.wait(answer)).channel();
    }

    private static String rejection(CompletableFuture<Reply> answer) {
        Channel channel = state(answer);
        assertThat(channel.status()).isEqualTo(REJECTED);
        return channel.text();
    }

    private static HubError refusal(CompletableFuture<Reply> answer) {
        try {
            Reply reply = TestClient.wait(answer);
            throw new AssertionError("not refused: " + reply);
        } catch (HubException refusal) {
            return refusal.error();
        }
    }
}
