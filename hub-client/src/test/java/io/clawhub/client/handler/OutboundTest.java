package io.clawhub.client.handler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.clawhub.client.doubles.FakeStore;
import io.clawhub.client.doubles.ManualTimer;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.wire.WireEvent.SendAccepted;
import io.clawhub.client.wire.WireEvent.SendRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutboundTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final ManualTimer timer = new ManualTimer();
    private final FakeStore store = new FakeStore("me", timer);
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<String> parked = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile boolean connected = true;
    private volatile boolean answers = true;
    private final Outbound outbound = outbound();

    @Test
    void oneConversationGoesOutOneByOneInOrder() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");
        say("a3", "bob");

        assertThat(written).containsExactly("a1");
        accept("a1");
        accept("a2");
        accept("a3");

        assertThat(written).containsExactly("a1", "a2", "a3");
        await().atMost(DEADLINE).until(() -> store.outbox().isEmpty());
        assertThat(sent).containsExactly("a1", "a2", "a3");
        assertThat(outbound.isEmpty()).isTrue();
    }

    @Test
    void conversationsGoSideBySideUpToTheLimit() {
        outbound.online();
        for (int i = 0; i < 12; i++) {
            say("m" + i, "agent" + i);
        }

        assertThat(written).hasSize(8);
        accept("m3");
        assertThat(written).hasSize(9).endsWith("m8");
    }

    @Test
    void withoutAnAnswerTheSameGoesOutAgainAndTheNextStillWaits() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");

        timer.advance(Duration.ofSeconds(14));
        assertThat(written).containsExactly("a1");
        timer.advance(Duration.ofSeconds(2));
        assertThat(written).containsExactly("a1", "a1");
        accept("a1");
        accept("a1"); // the first answer was only late
        assertThat(written).containsExactly("a1", "a1", "a2");
        assertThat(sent).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aRefusalThatMayPassKeepsTheHead() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");
        say("c1", "carol");
        outbound.refused(new SendRefused("a1", new SendFailure("RATE_LIMITED", "slow", true), 5_000L));

        assertThat(written).containsExactly("a1", "c1");
        timer.advance(Duration.ofMillis(4_900));
        assertThat(written).containsExactly("a1", "c1");
        timer.advance(Duration.ofMillis(200));
        assertThat(written).containsExactly("a1", "c1", "a1");
        accept("a1");
        assertThat(written).endsWith("a2");
    }

    @Test
    void aRefusalForGoodParksAndLetsTheNextGo() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");
        outbound.refused(new SendRefused("a1", new SendFailure("USER_NOT_FOUND", "who", false), null));

        assertThat(written).containsExactly("a1", "a2");
        await().atMost(DEADLINE).until(() -> parked.contains("a1"));
        assertThat(store.outbox().get(0).parked()).isTrue();

        accept("a2");
        assertThat(outbound.retry("a1").join()).isTrue();
        assertThat(written).endsWith("a1");
        assertThat(outbound.retry("nothing").join()).isFalse();
    }

    @Test
    void aNewConnectionGetsEverythingUnansweredInOrder() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");
        say("c1", "carol");
        outbound.offline();
        written.clear();
        say("a3", "bob");
        assertThat(written).isEmpty();

        outbound.online();

        assertThat(written).containsExactly("a1", "c1");
        accept("a1");
        accept("a2");
        accept("a3");
        accept("c1");
        assertThat(written).containsExactly("a1", "c1", "a2", "a3");
        timer.advance(Duration.ofMinutes(1));
        assertThat(written).as("time-outs of the former connection are void").hasSize(4);
    }

    @Test
    void aWriteThatFailsForWantOfAConnectionWaitsForTheNext() {
        connected = false;
        outbound.online();
        say("a1", "bob");
        assertThat(written).isEmpty();
        connected = true;
        outbound.online();
        assertThat(written).containsExactly("a1");
    }

    @Test
    void aRestartGoesOnWhereTheOutboxStands() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");
        say("b1", "carol");
        outbound.refused(new SendRefused("b1", new SendFailure("ACCESS_DENIED", "no", false), null));
        await().atMost(DEADLINE).until(() -> parked.contains("b1"));
        outbound.close();
        written.clear();

        Outbound next = outbound();
        next.start();
        next.online();
        assertThat(written).containsExactly("a1");
        next.accepted(accepted("a1"));
        assertThat(written).containsExactly("a1", "a2");
    }

    @Test
    void whatNamesTheConversationDoesNotOvertakeWhatNamesTheAgent() {
        outbound.online();
        say("a1", "bob");
        accept("a1"); // tells that dc_1 is the conversation with bob
        say("a2", "bob");
        outbound.send(OutgoingMessage.in("dc_1", "x").withClientMsgId("a3")).join();

        assertThat(written).containsExactly("a1", "a2");
        accept("a2");
        assertThat(written).containsExactly("a1", "a2", "a3");
    }

    @Test
    void onlyWhatIsNotOnItsWayCanBeTakenBack() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");

        assertThat(outbound.cancel("a1").join()).isFalse();
        assertThat(outbound.cancel("a2").join()).isTrue();
        accept("a1");
        assertThat(written).containsExactly("a1");
        assertThat(outbound.isEmpty()).isTrue();
    }

    @Test
    void whatIsAbandonedOnItsWayHoldsUpNothing() {
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");

        assertThat(outbound.abandon("a1").join()).isTrue();
        assertThat(written).containsExactly("a1", "a2");
        accept("a1"); // too late: nobody waits for it
        accept("a2");
        assertThat(outbound.isEmpty()).isTrue();
        await().atMost(DEADLINE).until(() -> store.outbox().isEmpty());
        assertThat(sent).doesNotContain("a1");
    }

    @Test
    void aLongLaneIsNoDeepStack() {
        answers = false;
        for (int i = 0; i < 5_000; i++) {
            say("a" + i, "bob");
        }

        outbound.online();

        assertThat(written).hasSize(5_000);
        await().atMost(DEADLINE).until(() -> store.outbox().isEmpty());
    }

    @Test
    void servicesDoNotHoldUpEachOther() {
        outbound.online();
        for (String service : List.of("s1", "s2")) {
            outbound.send(new OutgoingMessage(
                            service, null, null, service, OutgoingMessage.TEXT, "x", null, null, null, null))
                    .join();
        }
        assertThat(written).containsExactly("s1", "s2");
    }

    @Test
    void theSameKeyIsSentOnce() {
        outbound.online();
        say("a1", "bob");
        say("a1", "bob");
        accept("a1");
        await().atMost(DEADLINE).until(() -> store.outbox().isEmpty());
        say("a1", "bob");
        assertThat(written).containsExactly("a1");
    }

    @Test
    void aHubThatAnswersNoSendsHasThemWhenTheyAreWritten() {
        answers = false;
        outbound.online();
        say("a1", "bob");
        say("a2", "bob");

        assertThat(written).containsExactly("a1", "a2");
        await().atMost(DEADLINE).until(() -> store.outbox().isEmpty());
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void manyThreadsAndAFlickeringConnectionLoseAndReorderNothing() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int lane = 0; lane < 6; lane++) {
            String to = "agent" + lane;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    say(to + "-" + i, to);
                }
            });
            threads.add(thread);
            thread.start();
        }
        List<String> taken = new ArrayList<>();
        int seen = 0;
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (taken.size() < 300 && System.nanoTime() < end) {
            outbound.online();
            for (; seen < written.size(); seen++) {
                String id = written.get(seen);
                if (!taken.contains(id)) {
                    taken.add(id);
                }
                if (seen % 7 != 0) {
                    accept(id); // one answer in seven is lost with its connection
                }
            }
            outbound.offline();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasSize(300);
        for (int lane = 0; lane < 6; lane++) {
            String prefix = "agent" + lane + "-";
            assertThat(taken.stream().filter(id -> id.startsWith(prefix))).containsExactly(numbered(prefix, 50));
        }
    }

    private static String[] numbered(String prefix, int count) {
        String[] ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = prefix + i;
        }
        return ids;
    }

    private void say(String id, String to) {
        outbound.send(OutgoingMessage.to(to, "text").withClientMsgId(id)).join();
    }

    private void accept(String id) {
        outbound.accepted(accepted(id));
    }

    private static SendAccepted accepted(String id) {
        return new SendAccepted(id, "msg_" + id, "dc_1", 1, Instant.EPOCH, false, Status.SENT);
    }

    private Outbound outbound() {
        Outbound.Link link = new Outbound.Link() {
            @Override
            public String frame(OutgoingMessage message) {
                return message.clientMsgId();
            }

            @Override
            public CompletableFuture<Void> write(String frame) {
                if (!connected) {
                    return CompletableFuture.failedFuture(new NotConnected("no"));
                }
                written.add(frame);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public boolean answersSends() {
                return answers;
            }
        };
        Outbound.Listener listener = new Outbound.Listener() {
            @Override
            public void sent(OutgoingMessage message, SendAccepted accepted) {
                sent.add(message.clientMsgId());
            }

            @Override
            public void parked(OutgoingMessage message, SendFailure failure) {
                parked.add(message.clientMsgId());
            }

            @Override
            public void failed(Throwable failure) {
                throw new AssertionError(failure);
            }
        };
        return new Outbound(
                store, link, timer, listener, new Outbound.Settings(8, Duration.ofSeconds(15), refusals -> 100));
    }
}
