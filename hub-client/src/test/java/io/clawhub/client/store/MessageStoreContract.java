package io.clawhub.client.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore.PendingCount;
import io.clawhub.client.store.MessageStore.Received;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store must do. */
abstract class MessageStoreContract {

    static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String CONV = "dc_1";

    final Samples.HandClock clock = new Samples.HandClock();
    MessageStore store;

    /** Not open yet; pending and outbox of 10, text of 100 bytes. */
    abstract MessageStore make(Limits limits, Samples.HandClock clock) throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = make(new Limits(10, 10, 100, 64 * 1024), clock);
        store.open(Duration.ZERO);
    }

    @AfterEach
    void close() {
        store.close();
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw e;
        }
    }

    Received receive(String id, long seq) {
        return get(store.receive(Samples.in(id, CONV, seq, "text of " + id), true));
    }

    @Test
    void keepsWhatIsToBeSentInOrder() {
        Message first = get(store.enqueue(Samples.out("k1", "bob", "one")));
        get(store.enqueue(Samples.out("k2", "bob", "two")));

        assertThat(first.id()).isEqualTo("k1");
        assertThat(first.status()).isEqualTo(Status.QUEUED);
        assertThat(first.direction()).isEqualTo(Direction.OUT);
        assertThat(store.outbox()).extracting(item -> item.message().text()).containsExactly("one", "two");
        assertThat(store.outbox().get(0).conversationId()).isEqualTo(store.conversationWith("bob"));
    }

    @Test
    void theSameKeyGivesTheSameMessageBeforeAndAfterItWasSent() {
        Message first = get(store.enqueue(Samples.out("k1", "bob", "one")));
        assertThat(get(store.enqueue(Samples.out("k1", "bob", "other")))).isEqualTo(first);
        assertThat(store.outbox()).hasSize(1);

        get(store.sent("k1", "msg_1", first.conversationId(), 7, Samples.NOW));

        Message again = get(store.enqueue(Samples.out("k1", "bob", "other")));
        assertThat(again.id()).isEqualTo("msg_1");
        assertThat(again.text()).isEqualTo("one");
        assertThat(again.status()).isEqualTo(Status.SENT);
        assertThat(store.outbox()).isEmpty();
    }

    @Test
    void whatWasSentGoesToTheHubsConversation() {
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        get(store.enqueue(Samples.out("k2", "bob", "two")));
        get(store.sent("k1", "msg_1", CONV, 5, Samples.NOW));

        // what is queued keeps its lane, and what follows it stays behind it
        get(store.enqueue(Samples.out("k3", "bob", "three")));
        assertThat(store.outbox()).extracting(item -> item.conversationId()).doesNotContain(CONV);
        assertThat(store.conversationWith("bob")).isEqualTo(CONV);
        receive("msg_2", 6);
        get(store.sent("k2", "msg_3", CONV, 7, Samples.NOW));
        get(store.sent("k3", "msg_4", CONV, 8, Samples.NOW));
        get(store.enqueue(Samples.out("k4", "bob", "four")));
        assertThat(store.outbox().get(0).conversationId()).isEqualTo(CONV);

        assertThat(store.history(CONV, 50, null))
                .extracting(Message::id)
                .containsExactly("msg_1", "msg_2", "msg_3", "msg_4", "k4");
        assertThat(store.history(CONV, 2, "msg_4")).extracting(Message::id).containsExactly("msg_2", "msg_3");
        assertThat(store.history(CONV, 2, "msg_3")).extracting(Message::id).containsExactly("msg_1", "msg_2");
        assertThat(store.history(CONV, 2, "nothing")).isEmpty();
    }

    @Test
    void statusesAreFolded() {
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        get(store.sent("k1", "msg_1", CONV, 5, Samples.NOW));
        get(store.enqueue(Samples.out("k2", "bob", "two")));
        get(store.sent("k2", "msg_2", CONV, 9, Samples.NOW));
        get(store.status(CONV, 9, Status.DELIVERED));
        get(store.status(CONV, 5, Status.READ));

        assertThat(store.history(CONV, 10, null))
                .extracting(Message::status)
                .containsExactly(Status.READ, Status.DELIVERED);
    }

    @Test
    void parkedOnesWaitForADecision() {
        SendFailure refusal = new SendFailure("FORBIDDEN", "no", false);
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        get(store.enqueue(Samples.out("k2", "bob", "two")));
        get(store.retried("k1", new SendFailure("TIMEOUT", "slow", true)));
        assertThat(store.outbox().get(0).attempts()).isEqualTo(1);
        get(store.parked("k1", refusal));
        assertThat(store.outbox().get(0).parked()).isTrue();
        assertThat(store.outbox().get(0).lastError()).isEqualTo(refusal);
        assertThat(get(store.retry("k2"))).isFalse();

        assertThat(get(store.retry("k1"))).isTrue();
        assertThat(store.outbox()).extracting(i -> i.message().clientMsgId()).containsExactly("k2", "k1");
        assertThat(store.outbox().get(1).parked()).isFalse();
        assertThat(get(store.cancel("k1"))).isTrue();
        assertThat(get(store.cancel("k1"))).isFalse();
        assertThat(store.history(store.conversationWith("bob"), 10, null))
                .extracting(Message::status)
                .containsExactly(Status.CANCELLED, Status.QUEUED);
    }

    @Test
    void whatWasTakenBackMayBeSaidAfterAll() {
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        assertThat(get(store.cancel("k1"))).isTrue();

        assertThat(get(store.enqueue(Samples.out("k1", "bob", "one"))).status()).isEqualTo(Status.QUEUED);

        assertThat(store.outbox()).extracting(item -> item.message().text()).containsExactly("one");
        assertThat(store.history(store.conversationWith("bob"), 10, null))
                .extracting(Message::status)
                .containsExactly(Status.QUEUED);
    }

    @Test
    void refusesBeyondItsBounds() {
        for (int i = 0; i < 10; i++) {
            get(store.enqueue(Samples.out("k" + i, "bob", "x")));
        }
        assertThatThrownBy(() -> get(store.enqueue(Samples.out("k10", "bob", "x"))))
                .isInstanceOf(QueueFull.class);
        assertThatThrownBy(() -> get(store.enqueue(Samples.out("big", "bob", "x".repeat(101)))))
                .isInstanceOf(MessageTooLarge.class);
        assertThat(store.outbox()).hasSize(10);
        assertThatThrownBy(() -> get(store.enqueue(OutgoingMessage.to("bob", "no key"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receivesOnce() {
        assertThat(receive("m1", 4)).isEqualTo(new Received(false, true, 1, null));
        assertThat(receive("m1", 4)).isEqualTo(new Received(true, true, 1, null));
        assertThat(store.cursors()).isEqualTo(Map.of(CONV, 4L));
        List<PendingMessage> work = get(store.lease(10, MINUTE));
        assertThat(work.get(0).message()).isEqualTo(Samples.in("m1", CONV, 4, "text of m1"));
        assertThat(get(store.complete(List.of(work.get(0).receipt())))).containsExactly(true);
        assertThat(receive("m1", 4).duplicate()).isTrue();
        assertThat(store.pendingCount()).isEqualTo(new PendingCount(0, 0, 0));
        assertThat(store.contact("bob")).get().extracting(Contact::kind).isEqualTo("unknown");
    }

    @Test
    void lateOnesAreTakenAndSortedIn() {
        receive("m5", 5);
        assertThat(receive("m3", 3).duplicate()).isFalse();
        assertThat(store.cursors()).isEqualTo(Map.of(CONV, 5L));
        assertThat(store.history(CONV, 10, null)).extracting(Message::id).containsExactly("m3", "m5");
    }

    @Test
    void aFullQueueTakesNothingAndLosesNothing() {
        for (int i = 1; i <= 10; i++) {
            assertThat(receive("m" + i, i).taken()).isTrue();
        }
        assertThat(receive("m11", 11)).isEqualTo(new Received(false, false, 10, null));
        PendingMessage first = get(store.lease(1, MINUTE)).get(0);
        get(store.complete(List.of(first.receipt())));

        // taking 12 would move the cursor past 11
        assertThat(receive("m12", 12).taken()).isFalse();
        assertThat(store.cursors()).isEqualTo(Map.of(CONV, 10L));
        assertThat(receive("m11", 11).taken()).isTrue();
        get(store.complete(List.of(get(store.lease(1, MINUTE)).get(0).receipt())));
        assertThat(receive("m12", 12).taken()).isTrue();

        assertThat(receive("m13", 13).taken()).isFalse();
        get(store.complete(List.of(get(store.lease(1, MINUTE)).get(0).receipt())));
        store.resumed();
        assertThat(receive("m14", 14).taken()).isTrue();
    }

    @Test
    void ownMessagesFromElsewhereAreNotWork() {
        Message mine = new Message(
                "msg_9",
                "k9",
                CONV,
                "direct",
                9,
                "alice",
                "bob",
                "text",
                "from my phone",
                Samples.NOW,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Direction.OUT,
                Status.SENT);
        assertThat(get(store.receive(mine, true))).isEqualTo(new Received(false, true, 0, null));
        assertThat(get(store.receive(mine, true)).duplicate()).isTrue();
        assertThat(store.history(CONV, 1, null)).containsExactly(mine);
    }

    @Test
    void theEchoOfAnOwnMessageIsADuplicate() {
        get(store.enqueue(Samples.out("k1", "bob", "one")));
        Message echo = new Message(
                "msg_1",
                "k1",
                CONV,
                "direct",
                9,
                "alice",
                "bob",
                "text",
                "one",
                Samples.NOW,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Direction.OUT,
                Status.SENT);
        assertThat(get(store.receive(echo, true)).duplicate()).isTrue();
        get(store.sent("k1", "msg_1", CONV, 9, Samples.NOW));
        assertThat(get(store.receive(echo, true)).duplicate()).isTrue();
        assertThat(store.history(CONV, 10, null)).hasSize(1);
    }

    @Test
    void anExpiredLeaseGivesTheMessageBackAndRefusesTheLateAnswer() {
        receive("m1", 1);
        String late = get(store.lease(5, MINUTE)).get(0).receipt();
        assertThat(get(store.lease(5, MINUTE))).isEmpty();
        assertThat(get(store.extend(late, MINUTE.multipliedBy(3)))).isTrue();
        clock.pass(MINUTE.multipliedBy(2));
        assertThat(get(store.lease(5, MINUTE))).isEmpty();
        clock.pass(MINUTE);

        assertThat(get(store.complete(List.of(late, "nonsense")))).containsExactly(false, false);
        PendingMessage again = get(store.lease(5, MINUTE)).get(0);
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(get(store.complete(List.of(late, again.receipt())))).containsExactly(false, true);
        assertThat(get(store.release(late, Duration.ZERO, "late"))).isFalse();
        assertThat(get(store.extend(late, MINUTE))).isFalse();
    }

    @Test
    void poisonIsDeadAfterFiveAttempts() {
        receive("bad", 1);
        receive("good", 2);
        for (int attempt = 1; attempt <= 5; attempt++) {
            PendingMessage work = get(store.lease(1, MINUTE)).get(0);
            assertThat(work.message().id()).isEqualTo("bad");
            assertThat(work.attempts()).isEqualTo(attempt);
            assertThat(get(store.release(work.receipt(), MINUTE, "poison"))).isTrue();
            assertThat(store.peek(5)).extracting(p -> p.message().id()).containsExactly("good");
            clock.pass(MINUTE);
        }
        assertThat(store.pendingCount()).isEqualTo(new PendingCount(1, 0, 1));
        assertThat(store.dead()).extracting(p -> p.message().id()).containsExactly("bad");
        assertThat(get(store.lease(5, MINUTE)))
                .extracting(p -> p.message().id())
                .containsExactly("good");
        assertThat(get(store.revive("bad"))).isTrue();
        assertThat(get(store.revive("bad"))).isFalse();
        assertThat(get(store.lease(5, MINUTE)).get(0).attempts()).isEqualTo(1);
    }

    @Test
    void fiveExpiredLeasesAreFiveAttempts() {
        receive("bad", 1);
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(get(store.lease(1, MINUTE))).hasSize(1);
            clock.pass(MINUTE);
        }
        assertThat(store.pendingCount()).isEqualTo(new PendingCount(0, 0, 1));
        assertThat(get(store.lease(1, MINUTE))).isEmpty();
        assertThat(store.dead()).hasSize(1);
    }

    @Test
    void whatTheCallerHandsOnItselfIsLeasedToIt() {
        Received received = get(store.receive(Samples.in("m1", CONV, 1, "x"), false));
        assertThat(received.receipt()).isNotNull();
        clock.pass(Duration.ofDays(1));
        assertThat(get(store.lease(5, MINUTE))).isEmpty();
        assertThat(store.pendingCount()).isEqualTo(new PendingCount(0, 1, 0));
        assertThat(get(store.complete(List.of(received.receipt())))).containsExactly(true);
        assertThat(get(store.receive(Samples.in("m1", CONV, 1, "x"), false)).receipt())
                .isNull();
    }

    @Test
    void aNewEpochForgetsTheCursorsNotTheMessages() {
        receive("m1", 1);
        get(store.complete(List.of(get(store.lease(1, MINUTE)).get(0).receipt())));
        get(store.epoch("e2"));
        assertThat(store.epoch()).isEqualTo("e2");
        assertThat(store.cursors()).isEmpty();
        assertThat(receive("m1", 1).duplicate()).isTrue();
        assertThat(store.cursors()).isEqualTo(Map.of(CONV, 1L));
    }

    @Test
    void contactsAreSortedByName() {
        get(store.putContact(contact("b", "Zoe")));
        get(store.putContact(contact("c", "Ann")));
        assertThat(store.contacts()).extracting(Contact::name).containsExactly("Ann", "Zoe");
        assertThat(get(store.removeContact("b"))).isTrue();
        assertThat(get(store.removeContact("b"))).isFalse();
        assertThat(store.contact("b")).isEmpty();
        assertThat(store.contact("c")).get().extracting(Contact::createdAt).isNotNull();
    }

    static Contact contact(String id, String name) {
        return new Contact(id, name, "what they do", null, null, false, Map.of("k", "v"), null, null, null);
    }
}
