package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.ChannelCommand.RequestChannel;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push.ChannelChanged;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;
import io.clawhub.gateway.core.delivery.DeliveryGateAccess;
import io.clawhub.gateway.core.log.InMemoryEventLog;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.messages.MessageServiceAccess;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.services.InMemoryServiceStore;
import io.clawhub.gateway.core.services.ServiceRegistry;
import io.clawhub.gateway.core.services.ServiceRegistryAccess;

import static io.clawhub.events.ConversationStatus.ACTIVE;
import static io.clawhub.events.ConversationStatus.ENDED;
import static io.clawhub.events.ConversationStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each request is settled once, whatever the backends do. */
class ChannelRequestsTest {

    private static final RequestChannel REQUEST = new RequestChannel("r1", "svc", null, "hello");

    private final GatewayConfig config = TestConfig.with(Map.of("hub.channels.request-timeout", "PT1S"));
    private final InMemoryChannelStore store = new InMemoryChannelStore();
    private final ServiceRegistry services = ServiceRegistryAccess.over(new InMemoryServiceStore());
    private final ConversationDirectory conversations =
            ConversationDirectoryAccess.over(new InMemoryConversationStore());
    private final MessageService messages =
            MessageServiceAccess.over(new InMemoryEventLog(), conversations, services, config);
    private final Waiters waiters = new Waiters(config);
    private final ChannelRequests requests = new ChannelRequests(
            store, waiters, services, conversations, TestConfig.with(Map.of("hub.channels.request-timeout", "PT5M")));
    private final ChannelRequests impatient = new ChannelRequests(store, waiters, services, conversations, config);
    private final TestClient consumer = client("consumer");

    ChannelRequestsTest() {
        services.register(
                        TestClient.caller("provider"),
                        new RegisterService("svc", null, null, JsonNodeFactory.instance.objectNode()))
                .await()
                .indefinitely();
    }

    @Test
    void isSettledByTheLog() {
        CompletableFuture<Channel> outcome = requests.request(consumer.connection, REQUEST);
        assertThat(outcome).isNotDone();

        boolean taken = waiters.take(consumer.connection, accept(), 1);

        assertThat(taken).isTrue();
        assertThat(outcome.join().status()).isEqualTo(ACTIVE);
        assertThat(outcome.join().requestId()).isEqualTo("r1");
        assertThat(waiters.take(consumer.connection, accept(), 2)).isFalse();
    }

    @Test
    void aRequestThatJoinsAnActiveChannelIsSettledAtOnceAndNotToldAgain() {
        requests.request(consumer.connection, REQUEST);
        ConversationChanged accepted = accept();
        TestClient other = client("consumer");

        Channel channel = requests.request(other.connection, new RequestChannel("r2", "svc", null, null))
                .join();
        other.connection.gate().change(new ChannelChanged(accepted), 1, 10, () -> {});
        other.connection.gate().change(new ChannelChanged(end(accepted)), 2, 10, () -> {});
        openGate(other);

        assertThat(channel.status()).isEqualTo(ACTIVE);
        assertThat(channel.requestId()).isEqualTo("r2");
        assertThat(other.hears(change -> true).status()).isEqualTo(ENDED);
    }

    @Test
    void isRejectedHereWhenTheLogNeverTells() {
        Channel channel = TestClient.wait(impatient.request(consumer.connection, REQUEST));

        assertThat(channel.status()).isEqualTo(REJECTED);
        assertThat(channel.text()).isEqualTo(PairChannel.PROVIDER_OFFLINE);
        assertThat(store.channels.get(channel.conversationId()).status()).isEqualTo(REJECTED);
    }

    @Test
    void takesTheDatabasesWordWhenTheLogIsAway() {
        CompletableFuture<Channel> outcome = impatient.request(consumer.connection, REQUEST);
        accept();

        assertThat(TestClient.wait(outcome).status()).isEqualTo(ACTIVE);
    }

    @Test
    void isRejectedAtOnceWhileTheDatabaseIsDown() {
        store.down = true;

        Channel channel = TestClient.wait(requests.request(consumer.connection, REQUEST));

        assertThat(channel.status()).isEqualTo(REJECTED);
        assertThat(channel.text()).isEqualTo("temporarily unavailable");
    }

    @Test
    void isRejectedInTimeWhenTheDatabaseHangsBeforeTheCommit() {
        store.hangs = true;

        assertThat(TestClient.wait(impatient.request(consumer.connection, REQUEST))
                        .text())
                .isEqualTo("temporarily unavailable");
    }

    @Test
    void isRejectedInTimeWhenTheDatabaseHangsAfterTheCommitAndTheLateOutcomeIsNotPushed() {
        CompletableFuture<Channel> outcome = impatient.request(consumer.connection, REQUEST);
        ConversationChanged accepted = accept();
        store.hangs = true;

        assertThat(TestClient.wait(outcome).text()).isEqualTo(PairChannel.TIMEOUT);
        assertThat(waiters.take(consumer.connection, accepted, 1)).isFalse();
        consumer.connection.gate().change(new ChannelChanged(accepted), 1, 10, () -> {});
        consumer.connection.gate().change(new ChannelChanged(end(accepted)), 2, 10, () -> {});
        openGate(consumer);
        assertThat(consumer.hears(change -> true).status()).isEqualTo(ENDED);
    }

    @Test
    void anOutcomeThatComesBeforeTheCommitIsKnownIsNotMissedNorTakenFromAnotherRequest() {
        requests.request(client("consumer").connection, REQUEST);
        PairChannel pending = store.channels.values().iterator().next();
        ConversationChanged accepted = accept();
        ConversationChanged foreign = new PairChannel(
                        "ch_other",
                        pending.parties(),
                        REJECTED,
                        null,
                        null,
                        null,
                        pending.requestedAt(),
                        pending.changedAt(),
                        pending.expiresAt(),
                        false,
                        2)
                .change();
        Waiter waiter = waiters.add(consumer.connection, "r1");
        openGate(consumer);

        assertThat(waiters.take(consumer.connection, foreign, 1)).isTrue();
        assertThat(waiters.take(consumer.connection, accepted, 2)).isTrue();
        assertThat(waiter.outcome()).isNotDone();
        waiter.expect(pending);

        assertThat(waiter.outcome().join().status()).isEqualTo(ACTIVE);
        assertThat(consumer.hears(change -> true).conversationId()).isEqualTo("ch_other");
        assertThat(consumer.changes()).hasSize(1);
    }

    @Test
    void aRequestThatJoinsAfterItWasGivenUpIsNotToldAgain() {
        requests.request(client("consumer").connection, REQUEST);
        PairChannel pending = store.channels.values().iterator().next();
        ConversationChanged accepted = accept();
        Waiter waiter = waiters.add(consumer.connection, "r1");
        waiter.settle(waiter.rejectedHere(pending.parties(), "given up"));

        waiter.expect(pending);
        consumer.connection.gate().change(new ChannelChanged(accepted), 1, 10, () -> {});
        consumer.connection.gate().change(new ChannelChanged(end(accepted)), 2, 10, () -> {});
        openGate(consumer);

        assertThat(consumer.hears(change -> true).status()).isEqualTo(ENDED);
    }

    @Test
    void oneConnectionMayHaveSoManyOpen() {
        for (int i = 0; i < 64; i++) {
            waiters.add(consumer.connection, "r" + i);
        }

        assertThatThrownBy(() -> requests.request(consumer.connection, REQUEST))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(HubError.RATE_LIMITED));
    }

    /** The provider accepts, on another gateway. */
    private ConversationChanged accept() {
        String id = store.channels.keySet().iterator().next();
        store.change(id, channel -> channel.accepted("provider", null, DatabaseContext.now(), Duration.ofDays(1)))
                .await()
                .indefinitely();
        return store.channels.get(id).change();
    }

    private static ConversationChanged end(ConversationChanged accepted) {
        return new ConversationChanged(
                accepted.changeId() + "_end",
                accepted.conversationId(),
                accepted.kind(),
                ENDED,
                accepted.serviceId(),
                accepted.members(),
                "provider",
                null,
                null,
                accepted.changedAt());
    }

    private static void openGate(TestClient client) {
        DeliveryGateAccess.open(client.connection.gate());
    }

    private TestClient client(String id) {
        return new TestClient(id, messages.openLane(TestClient.caller(id)), null);
    }
}
