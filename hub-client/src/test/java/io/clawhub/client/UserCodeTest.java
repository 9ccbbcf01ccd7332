package io.clawhub.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.message.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class UserCodeTest {

    private final List<Boolean> reads = new CopyOnWriteArrayList<>();
    private final UserCode userCode = new UserCode(2, ClientThreads.callbacks(), reads::add);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        userCode.closed();
    }

    @Test
    void keepsGoingWhenACallbackThrows() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        userCode.onError(errors::add);
        userCode.onMessage(message -> {
            seen.add(message.id());
            throw new IllegalStateException("bad agent");
        });

        userCode.deliver(message("a"), handled -> {});
        userCode.deliver(message("b"), handled -> {});

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(seen).containsExactly("a", "b");
            assertThat(errors).hasSize(2);
        });
    }

    @Test
    void stopsReadingWhileTheAgentIsSlow() {
        CountDownLatch agent = new CountDownLatch(1);
        userCode.onMessage(message -> awaitUninterruptibly(agent));
        for (String id : List.of("a", "b", "c")) {
            userCode.deliver(message(id), handled -> {});
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(reads).containsExactly(false));

        agent.countDown();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(reads).containsExactly(false, true));
    }

    @Test
    void givesSubscribersWhatTheyAskFor() {
        AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        userCode.messages().subscribe(new Collector(subscription));
        userCode.deliver(message("a"), handled -> {});
        userCode.deliver(message("b"), handled -> {});

        subscription.get().request(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seen).containsExactly("a"));
        subscription.get().request(10);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
        userCode.closed();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seen).containsExactly("a", "b", "complete"));
    }

    @Test
    void endsEvenWhenASubscriberNeverAsks() {
        userCode.messages().subscribe(new Collector(new AtomicReference<>()));
        userCode.deliver(message("a"), handled -> {});

        userCode.run(() -> seen.add("closed"));
        userCode.closed();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seen).containsExactly("closed", "complete"));
    }

    private static Message message(String id) {
        return new Message(
                id, id, "dc_1", null, 1, "s", "t", "text", "x", null, null, null, null, null, null, null, null, null,
                null);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Collector implements Flow.Subscriber<Message> {

        private final AtomicReference<Flow.Subscription> subscription;

        Collector(AtomicReference<Flow.Subscription> subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription.set(started);
        }

        @Override
        public void onNext(Message message) {
            seen.add(message.id());
        }

        @Override
        public void onError(Throwable failure) {
            seen.add("error");
        }

        @Override
        public void onComplete() {
            seen.add("complete");
        }
    }
}
