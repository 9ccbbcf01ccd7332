package io.clawhub.gateway.core.messages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;
import io.clawhub.gateway.core.log.InMemoryEventLog;
import io.clawhub.gateway.core.services.InMemoryServiceStore;
import io.clawhub.gateway.core.services.ServiceRegistry;
import io.clawhub.gateway.core.services.ServiceRegistryAccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SendLaneTest {

    private static final boolean HELD = true;

    private final InMemoryEventLog log = new InMemoryEventLog();
    private final InMemoryConversationStore store = new InMemoryConversationStore();
    private final ServiceRegistry services = ServiceRegistryAccess.over(new InMemoryServiceStore());
    private final MessageRouter router = new MessageRouter(ConversationDirectoryAccess.over(store), services);
    private final DeliveryReceipts receipts = DeliveryReceiptsAccess.receipts(event -> {});
    private final MessageService messages = new MessageService(
            log,
            receipts,
            router,
            new SenderProfiles(id -> null),
            TestConfig.with(Map.of("hub.send.timeout", "PT0.2S", "hub.send.max-waiting", "4")));
    private final SendLane alice = lane("alice");

    @Test
    void laterSendsDoNotOvertakeOneThatWaitsForTheDirectory() {
        store.slow = true;
        alice.send(to("bob", "1"));
        alice.send(to("bob", "2"));
        store.answerNext();
        alice.send(to("bob", "3"));

        assertThat(said()).containsExactly("1", "2", "3");
    }

    @Test
    void holdsWhatNobodyWaitsForWhileTheDirectoryIsDown() {
        store.down = true;
        alice.send(held("bob", "1"));
        alice.send(held("carol", "2"));
        assertThat(said()).isEmpty();

        store.down = false;

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(said()).containsExactly("1", "2"));
    }

    @Test
    void holdsWhatNobodyWaitsForWhileTheLogIsFull() {
        log.full = true;
        alice.send(held("bob", "1"));
        alice.send(held("bob", "2"));

        log.full = false;

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(said()).containsExactly("1", "2"));
    }

    @Test
    void refusesWhatSomebodyWaitsForWhileTheDirectoryIsDown() {
        store.down = true;

        assertThat(refusal(alice.send(to("bob", "1")))).isEqualTo(HubError.DIRECTORY_UNAVAILABLE);
    }

    @Test
    void tellsTheSenderToRetryWhenTheLogDoesNotConfirmInTime() {
        alice.send(held("bob", "opens the conversation"));
        log.stalled = true;

        assertThat(refusal(alice.send(to("bob", "1")))).isEqualTo(HubError.LOG_UNAVAILABLE);
    }

    @Test
    void stopsReadingAConnectionWhoseLaneIsFullAndGoesOnLater() {
        store.down = true;
        for (int i = 0; i < 4; i++) {
            alice.send(held("bob", "m" + i));
        }
        List<String> resumed = new ArrayList<>();
        assertThat(alice.isFull(() -> resumed.add("go on"))).isTrue();
        assertThat(refusal(alice.send(to("bob", "too much")))).isEqualTo(HubError.RATE_LIMITED);

        store.down = false;

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(resumed).containsExactly("go on"));
    }

    @Test
    void aRetryIsTheSameMessage() {
        SendMessage send = keyed("bob", "hello", "key-1");
        Accepted first = alice.send(send).join();

        Accepted second = alice.send(send).join();

        assertThat(second.messageId()).isEqualTo(first.messageId()).isEqualTo(Ids.messageId("alice", "key-1"));
        assertThat(second.seq()).isEqualTo(first.seq());
        assertThat(said()).containsExactly("hello");
    }

    @Test
    void confirmsTheIdThatStandsInTheLogAlsoWithoutAKey() {
        Accepted accepted = alice.send(to("bob", "hello")).join();

        assertThat(log.events)
                .extracting(event -> ((MessageAccepted) event).messageId())
                .containsExactly(accepted.messageId());
    }

    @Test
    void anotherPayloadUnderAUsedKeyIsAConflict() {
        alice.send(keyed("bob", "hello", "key-1")).join();

        assertThat(refusal(alice.send(keyed("bob", "good bye", "key-1")))).isEqualTo(HubError.CONFLICT);
    }

    @Test
    void theEndOfARunMayBeRepeatedAsAPlainMessage() {
        MessageDetails run = new MessageDetails(null, null, null, null, null, "run_1");
        Accepted first = alice.send(new SendMessage("key-1", "bob", null, null, text("hello"), run, !HELD))
                .join();

        Accepted second = alice.send(keyed("bob", "hello", "key-1")).join();

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.duplicate()).isTrue();
    }

    @Test
    void aKeyWhoseMessageDidNotReachTheLogIsFree() {
        alice.send(to("bob", "opens the conversation")).join();
        log.full = true;
        assertThat(refusal(alice.send(keyed("bob", "lost", "key-1")))).isEqualTo(HubError.LOG_UNAVAILABLE);
        log.full = false;

        alice.send(keyed("bob", "said", "key-1")).join();

        assertThat(said()).containsExactly("opens the conversation", "said");
    }

    @Test
    void theSameKeyOfAnotherSenderIsAnotherMessage() {
        String ofAlice = alice.send(keyed("bob", "hello", "key-1")).join().messageId();

        String ofMallory =
                lane("mallory").send(keyed("bob", "forged", "key-1")).join().messageId();

        assertThat(ofMallory).isNotEqualTo(ofAlice);
        assertThat(said()).containsExactly("hello", "forged");
    }

    @Test
    void aPairTalksInOneConversationWhoeverBegins() {
        Accepted one = alice.send(to("bob", "hi")).join();

        Accepted other = lane("bob").send(to("alice", "hi")).join();

        assertThat(other.conversationId()).isEqualTo(one.conversationId());
    }

    @Test
    void aServiceIsReachedThroughItsLobbyAndAnswersThereOnlyWhomItNames() {
        register("provider", "weather-svc");
        Accepted asked = alice.send(new SendMessage(null, null, "weather-svc", null, text("?"), false))
                .join();

        Accepted answered = lane("provider")
                .send(new SendMessage(null, "alice", null, asked.conversationId(), text("!"), false))
                .join();

        assertThat(answered.conversationId()).isEqualTo(asked.conversationId());
        assertThat(log.events)
                .extracting(event -> ((MessageAccepted) event).audience())
                .containsExactly(List.of("alice", "provider"), List.of("provider", "alice"));
    }

    @Test
    void aProviderMustNameWhomItsServiceAnswers() {
        register("provider", "weather-svc");

        assertThat(refusal(lane("provider").send(new SendMessage(null, null, "weather-svc", null, text("!"), false))))
                .isEqualTo(HubError.TARGET_REQUIRED);
    }

    @Test
    void aStrangersConversationIsClosed() {
        String conversationId = alice.send(to("bob", "hi")).join().conversationId();

        assertThat(refusal(lane("mallory")
                        .send(new SendMessage(null, null, null, conversationId, text("let me in"), false))))
                .isEqualTo(HubError.NOT_A_PARTY);
    }

    @Test
    void refusesAMessageForNobody() {
        assertThat(refusal(alice.send(to("alice", "me")))).isEqualTo(HubError.TARGET_REQUIRED);
        assertThat(refusal(alice.send(to(null, "nobody")))).isEqualTo(HubError.TARGET_REQUIRED);
        assertThat(refusal(alice.send(new SendMessage(null, null, "no-svc", null, text("?"), false))))
                .isEqualTo(HubError.TARGET_REQUIRED);
        assertThat(refusal(alice.send(new SendMessage(null, null, null, "ch_nowhere", text("?"), false))))
                .isEqualTo(HubError.CHANNEL_NOT_FOUND);
    }

    @Test
    void whatIsSaidAfterACommandWaitsForItAndWhatWasSaidBeforeGoesFirst() {
        store.slow = true;
        alice.send(to("bob", "before"));
        List<String> done = new ArrayList<>();
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> answer = alice.inTurn(() -> {
            done.addAll(said());
            return work;
        });
        alice.send(to("bob", "after"));
        assertThat(done).isEmpty();

        store.answerNext();
        assertThat(done).containsExactly("before");
        assertThat(said()).containsExactly("before");
        assertThat(answer).isNotDone();

        work.complete("done");
        assertThat(answer).isCompletedWithValue("done");
        assertThat(said()).containsExactly("before", "after");
    }

    @Test
    void aFailedCommandDoesNotStopTheLane() {
        CompletableFuture<Accepted> refused = alice.inTurn(() -> {
            throw new HubException(HubError.CONFLICT, "no");
        });
        alice.send(to("bob", "after"));

        assertThat(refusal(refused)).isEqualTo(HubError.CONFLICT);
        assertThat(said()).containsExactly("after");
    }

    @Test
    void aCommandWhoseTurnDoesNotComeIsGivenUpAndNotDone() {
        store.down = true;
        alice.send(held("bob", "stuck"));
        List<String> done = new ArrayList<>();

        assertThat(refusal(alice.inTurn(() -> {
                    done.add("done");
                    return new CompletableFuture<Accepted>();
                })))
                .isEqualTo(HubError.DIRECTORY_UNAVAILABLE);

        store.down = false;
        alice.send(to("bob", "after")).join();
        assertThat(said()).containsExactly("stuck", "after");
        assertThat(done).isEmpty();
    }

    @Test
    void withoutReceiptsTheAnswerWaitsForTheLogAloneAndNobodyIsAskedForOne() {
        alice.send(held("bob", "opens the conversation"));
        SendLane lane = messages.openLaneWithoutReceipts(caller("alice"));

        CompletableFuture<Accepted> answer = lane.send(keyed("bob", "hello", "k"));

        assertThat(answer).isDone();
        assertThat(answer.join().delivered()).isFalse();
        assertThat(log.receiptsTo).containsOnlyNulls();
        assertThat(alice.send(to("bob", "with a receipt"))).isNotDone();
        assertThat(log.receiptsTo).last().isEqualTo("here");
    }

    private void register(String owner, String serviceId) {
        services.register(
                        caller(owner),
                        new RegisterService(serviceId, null, null, JsonNodeFactory.instance.objectNode()))
                .subscribeAsCompletionStage()
                .join();
        String lobby = services.remembered(serviceId).orElseThrow().conversationId();
        store.conversations.put(
                lobby,
                new Conversation(
                        lobby, ConversationKind.SERVICE, serviceId, List.of(new Member(owner, Conversation.PROVIDER))));
    }

    private SendLane lane(String participantId) {
        return messages.openLane(caller(participantId));
    }

    private static Caller caller(String participantId) {
        return new Caller(participantId, "claw", "claw", Caller.Authentication.OPEN, null);
    }

    private List<String> said() {
        return log.events.stream()
                .map(event -> ((MessageAccepted) event).content().textValue())
                .toList();
    }

    private static SendMessage to(String target, String text) {
        return new SendMessage(null, target, null, null, text(text), !HELD);
    }

    private static SendMessage held(String target, String text) {
        return new SendMessage(null, target, null, null, text(text), HELD);
    }

    private static SendMessage keyed(String target, String text, String key) {
        return new SendMessage(key, target, null, null, text(text), !HELD);
    }

    private static TextNode text(String text) {
        return TextNode.valueOf(text);
    }

    private static HubError refusal(CompletableFuture<Accepted> answer) {
        return answer.handle((accepted, failure) -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    return ((HubException) cause).error();
                })
                .join();
    }
}
