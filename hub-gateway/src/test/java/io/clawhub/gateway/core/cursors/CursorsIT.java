package io.clawhub.gateway.core.cursors;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.Provenance;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.CursorCommand.Acknowledge;
import io.clawhub.gateway.core.CursorCommand.MarkRead;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Push.CaughtUp;
import io.clawhub.gateway.core.Push.CursorAdvanced;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.Reply.Done;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.delivery.Terms;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.CursorTail;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients that acknowledge, over the real log and the real directory. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(CursorsIT.WithKnownHistory.class)
class CursorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    KnownHistory history;

    @Inject
    Epoch epoch;

    @Inject
    ChatEventTail tail;

    @Inject
    CursorTail cursorTail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(() -> tail.isFollowing() && cursorTail.isFollowing());
    }

    @Test
    void whatIsSaidArrivesWithItsDetailsAndTheSendersOtherClientsGetACopy() {
        MessageDetails details = new MessageDetails(
                "text",
                "msg_1",
                List.of("all"),
                List.of(),
                JsonNodeFactory.instance.objectNode().put("k", 1),
                null);
        try (TestClient sender = client("alice", "phone");
                TestClient other = client("alice", "laptop");
                TestClient receiver = client("bob", "phone")) {
            List.of(sender, other, receiver).forEach(one -> one.next(CaughtUp.class));

            Accepted accepted = say(sender, "hi", details);

            for (TestClient one : List.of(other, receiver)) {
                MessageAccepted message =
                        one.next(MessageArrived.class).logged().message();
                assertThat(message.details()).isEqualTo(details);
                assertThat(message.senderClientId()).isEqualTo("phone");
                assertThat(message.messageId()).isEqualTo(accepted.messageId());
            }
            say(other, "from the laptop", null);
            assertThat(sender.next(MessageArrived.class).logged().message().senderClientId())
                    .isEqualTo("laptop");
        }
    }

    @Test
    void theSenderHearsWhatWasStoredAndWhatWasRead() {
        try (TestClient sender = client("alice", "phone");
                TestClient receiver = client("bob", "phone")) {
            List.of(sender, receiver).forEach(one -> one.next(CaughtUp.class));
            Accepted accepted = say(sender, "hi", null);
            receiver.next(MessageArrived.class);
            assertThat(sender.pushes).isEmpty();

            receiver.get(Done.class, new Acknowledge(accepted.conversationId(), Long.MAX_VALUE));

            assertThat(sender.next(CursorAdvanced.class)).isEqualTo(advanced(accepted, accepted.seq(), false));

            receiver.get(Done.class, new MarkRead(accepted.conversationId(), accepted.seq()));

            assertThat(sender.next(CursorAdvanced.class)).isEqualTo(advanced(accepted, accepted.seq(), true));
        }
    }

    @Test
    void aReceiverThatDoesNotAcknowledgeHasReceivedWhatStayedWritten() {
        Caller bob = caller("bob", "phone");
        try (TestClient sender = client("alice", "phone");
                TestClient receiver = new TestClient(bob, messages.openLane(bob), dispatcher, registry)) {
            sender.next(CaughtUp.class);
            Accepted accepted = say(sender, "hi", null);
            receiver.next(MessageArrived.class);

            assertThat(sender.next(CursorAdvanced.class)).isEqualTo(advanced(accepted, accepted.seq(), false));
        }
    }

    @Test
    void withoutAConnectionNobodyAcknowledgesBeyondTheLogOrWhatIsNotTheirs() {
        try (TestClient sender = client("alice", "phone")) {
            sender.next(CaughtUp.class);
            Accepted accepted = say(sender, "hi", null);
            String conversationId = accepted.conversationId();
            await().atMost(PATIENCE).until(() -> tail.lastSeq(conversationId) >= accepted.seq());

            ask(caller("bob", "phone"), new Acknowledge(conversationId, Long.MAX_VALUE));

            assertThat(sender.next(CursorAdvanced.class))
                    .isEqualTo(advanced(accepted, tail.lastSeq(conversationId), false));
            assertThat(TestClient.refusal(dispatcher
                            .ask(caller("mallory", "phone"), new Acknowledge(conversationId, 1))
                            .subscribeAsCompletionStage()))
                    .isEqualTo(HubError.NOT_A_PARTY);
        }
    }

    @Test
    void theReplayObeysTheWindowAndEndsWithCaughtUp() {
        try (TestClient sender = client("alice", "phone")) {
            for (int i = 0; i < 8; i++) {
                history.missed.add(missed(say(sender, "missed", null)));
            }
        }
        LoggedMessage last = history.missed.getLast();
        String conversationId = last.message().conversationId();
        await().atMost(PATIENCE).until(() -> tail.lastSeq(conversationId) >= last.seq());
        Caller bob = caller("bob", "phone");
        try (TestClient receiver =
                new TestClient(bob, messages.openLane(bob), dispatcher, registry, Terms.acknowledging(3))) {
            for (int i = 1; i <= 8; i++) {
                MessageArrived next = receiver.next(MessageArrived.class);
                long seq = history.missed.get(i - 1).seq();
                assertThat(next.logged().seq()).isEqualTo(seq);
                assertThat(next.replayed()).isTrue();
                if (i % 3 == 0) {
                    assertThat(receiver.pushes).isEmpty();
                    receiver.get(Done.class, new Acknowledge(conversationId, seq));
                }
            }
            receiver.next(CaughtUp.class);
            assertThat(history.limits).allSatisfy(limit -> assertThat(limit).isLessThanOrEqualTo(200));
        }
    }

    @Test
    void theEpochStays() {
        String value = epoch.value().await().atMost(PATIENCE);

        assertThat(value).matches("e_[0-9a-f]{32}_0");
        assertThat(epoch.value().await().atMost(PATIENCE)).isEqualTo(value);
    }

    private Accepted say(TestClient sender, String text, MessageDetails details) {
        return sender.get(
                Accepted.class,
                new SendMessage(
                        UUID.randomUUID().toString(), run + "bob", null, null, TextNode.valueOf(text), details, false));
    }

    private void ask(Caller caller, Acknowledge command) {
        dispatcher.ask(caller, command).await().atMost(PATIENCE);
    }

    private CursorAdvanced advanced(Accepted accepted, long seq, boolean read) {
        return new CursorAdvanced(accepted.conversationId(), run + "bob", "phone", seq, read);
    }

    private LoggedMessage missed(Accepted accepted) {
        return new LoggedMessage(
                new MessageAccepted(
                        accepted.messageId(),
                        null,
                        accepted.conversationId(),
                        ConversationKind.DIRECT,
                        run + "alice",
                        List.of(run + "alice", run + "bob"),
                        null,
                        TextNode.valueOf("missed"),
                        new Provenance("test", "open", null)),
                accepted.seq(),
                Instant.ofEpochMilli(accepted.atMillis()));
    }

    private TestClient client(String id, String clientId) {
        Caller caller = caller(id, clientId);
        return new TestClient(
                caller, messages.openLane(caller), dispatcher, registry, Terms.acknowledging(Terms.MAX_WINDOW));
    }

    private Caller caller(String id, String clientId) {
        return new Caller(run + id, clientId, "test", Caller.Authentication.OPEN, null);
    }

    /** What was missed is what the test says. */
    public static final class WithKnownHistory implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(KnownHistory.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.test-port", "0");
        }
    }
}
