package io.clawhub.client.handler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.doubles.FakeStore;
import io.clawhub.client.doubles.ManualTimer;
import io.clawhub.client.doubles.Messages;
import io.clawhub.client.message.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CallbackRunnerTest {

    private final ManualTimer timer = new ManualTimer();
    private final FakeStore store = new FakeStore("me", timer);
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();

    @Test
    void theBacklogComesFirstAndInOrder() {
        receive("a", 1);
        receive("b", 2);
        receive("a", 3);
        CallbackRunner runner = runner(message -> handled.add(message.id()));
        runner.turn(true);
        receive("a", 4);
        runner.wake();

        soon().until(() -> handled.size() == 4 && runner.isIdle());
        assertThat(handled.stream().filter(id -> id.contains("_a_"))).containsExactly("msg_a_1", "msg_a_3", "msg_a_4");
        assertThat(store.pendingCount().ready()).isZero();
    }

    @Test
    void oneConversationRunsOneByOneAndOthersBesideIt() throws InterruptedException {
        CountDownLatch inA = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger together = new AtomicInteger();
        CallbackRunner runner = runner(message -> {
            AtomicInteger here = inside.computeIfAbsent(message.conversationId(), id -> new AtomicInteger());
            if (here.incrementAndGet() > 1) {
                together.incrementAndGet();
            }
            if (message.id().equals("msg_a_1")) {
                inA.countDown();
                hold(go);
            }
            handled.add(message.id());
            here.decrementAndGet();
        });
        for (int i = 1; i <= 20; i++) {
            receive("a", i);
        }
        receive("b", 100);
        runner.turn(true);
        assertThat(inA.await(30, TimeUnit.SECONDS)).isTrue();
        receive("c", 101);
        runner.wake();
        go.countDown();

        soon().until(() -> handled.size() == 22 && runner.isIdle());
        assertThat(together).hasValue(0);
        List<String> inOrder = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            inOrder.add("msg_a_" + i);
        }
        assertThat(handled.stream().filter(id -> id.contains("_a_"))).containsExactlyElementsOf(inOrder);
    }

    @Test
    void fewAreHandedOutBehindOneThatIsBusy() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CallbackRunner runner = runner(message -> {
            inside.countDown();
            hold(go);
        });
        for (int i = 1; i <= 50; i++) {
            receive("a", i);
        }
        runner.turn(true);
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.pendingCount().leased())
                .as("a crash counts an attempt for each")
                .isLessThanOrEqualTo(9);
        go.countDown();
        soon().until(() -> store.pendingCount().ready() == 0 && runner.isIdle());
    }

    @Test
    void whatThrowsComesAgainFiveTimesAndIsDeadThen() {
        AtomicInteger tries = new AtomicInteger();
        CallbackRunner runner = runner(message -> {
            if (message.seq() == 1) {
                tries.incrementAndGet();
                throw new IllegalStateException("poison");
            }
            handled.add(message.id());
        });
        receive("a", 1);
        receive("a", 2);
        runner.turn(true);

        soon().until(() -> tries.get() == 1 && handled.contains("msg_a_2") && runner.isIdle());
        int[] pauses = {1, 5, 30, 30};
        for (int i = 0; i < pauses.length; i++) {
            int before = i + 1;
            timer.advance(Duration.ofMillis(pauses[i] * 1_000L - 100));
            soon().until(runner::isIdle);
            assertThat(tries).as("not before its pause is over").hasValue(before);
            timer.advance(Duration.ofMillis(200));
            soon().until(() -> tries.get() == before + 1 && runner.isIdle());
        }
        timer.advance(Duration.ofHours(1));
        soon().until(() -> store.dead().size() == 1 && runner.isIdle());
        assertThat(tries).hasValue(5);
        assertThat(problems).hasSize(5).allMatch(problem -> problem.getMessage().equals("poison"));
        assertThat(handled).containsExactly("msg_a_2");
    }

    @Test
    void turnedOffItTakesNothing() {
        CallbackRunner runner = runner(message -> handled.add(message.id()));
        runner.turn(true);
        runner.turn(false);
        receive("a", 1);
        runner.wake();
        soon().until(runner::isIdle);
        assertThat(handled).isEmpty();
        assertThat(store.pendingCount().ready()).isEqualTo(1);
        runner.turn(true);
        soon().until(() -> handled.size() == 1);
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void receive(String conversation, long seq) {
        store.receive(Messages.in(conversation, seq, "bob", "text"), true).join();
    }

    private CallbackRunner runner(Consumer<Message> code) {
        return new CallbackRunner(store, ClientThreads.callbacks(), timer, code, problems::add, () -> {});
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }
}
