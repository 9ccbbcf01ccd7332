package io.clawhub.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class UserCodeTest {

    private final UserCode userCode = new UserCode(2);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        userCode.closed(new Closed(1000, ""));
    }

    @Test
    void keepsGoingWhenACallbackThrows() {
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        userCode.onError(errors::add);
        userCode.onMessage(message -> {
            seen.add(message.messageId());
            throw new IllegalStateException("bad agent");
        });
        userCode.start("test");

        userCode.deliver(message("a"));
        userCode.deliver(message("b"));

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(seen).containsExactly("a", "b");
            assertThat(errors).hasSize(2);
        });
    }

    @Test
    void stopsReadingWhileTheAgentIsSlow() {
        CountDownLatch agent = new CountDownLatch(1);
        List<String> reads = new CopyOnWriteArrayList<>();
        userCode.onMessage(message -> awaitUninterruptibly(agent));
        for (String id : List.of("a", "b", "c")) {
            userCode.deliver(message(id));
        }
        userCode.whenRoom(() -> reads.add("next"));
        assertThat(reads).isEmpty();

        userCode.start("test");
        agent.countDown();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(reads).containsExactly("next"));
    }

    @Test
    void givesSubscribersWhatTheyAskFor() {
        AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        userCode.messages().subscribe(new Collector(subscription));
        userCode.start("test");
        userCode.deliver(message("a"));
        userCode.deliver(message("b"));

        subscription.get().request(1);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(seen).containsExactly("a"));
        subscription.get().request(10);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(seen).containsExactly("a", "b"));
        userCode.closed(new Closed(1000, ""));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(seen).containsExactly("a", "b", "complete"));
    }

    @Test
    void endsEvenWhenASubscriberNeverAsks() {
        userCode.messages().subscribe(new Collector(new AtomicReference<>()));
        userCode.onClose(closed -> seen.add("closed"));
        userCode.start("test");
        userCode.deliver(message("a"));

        userCode.closed(new Closed(1006, ""));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(seen).containsExactly("closed", "complete"));
    }

    private static Message message(String id) {
        return new Message(id, "dc_1", "s", "t", null, TextNode.valueOf("x"), null);
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
            seen.add(message.messageId());
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
