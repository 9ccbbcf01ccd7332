package io.clawhub.e2e;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.clawhub.client.ChatClient;
import io.clawhub.client.message.Message;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two agents in a conversation that goes on by itself: each answers the other's number with the next one. Whatever is
 * lost, repeated or refused ends it or is noted.
 */
final class Bystanders implements AutoCloseable {

    private static final int ENOUGH = 5;
    /** A pace that leaves the machine to the test. */
    private static final Executor PACE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final AtomicInteger last = new AtomicInteger();
    private final Queue<Object> disturbances = new ConcurrentLinkedQueue<>();
    private final ChatClient one;
    private final ChatClient other;

    Bystanders(HubProcesses hub) {
        one = client(hub);
        other = client(hub);
        one.onMessage(message -> answer(one, message));
        other.onMessage(message -> answer(other, message));
        one.connect().join();
        other.connect().join();
        say(one, other.agentId(), 1);
    }

    /** Waits until the conversation has gone on for some messages. */
    void assertUndisturbed() {
        int before = last.get();
        Soon.await().until(() -> last.get() >= before + ENOUGH);
        assertThat(disturbances).isEmpty();
    }

    private ChatClient client(HubProcesses hub) {
        return ChatClient.builder()
                .url(hub.gatewayUrl(1))
                .agentId(Names.fresh("bystander"))
                .timeout(Soon.DEADLINE)
                .build()
                .onError(disturbances::add);
    }

    private void answer(ChatClient speaker, Message message) {
        int number = Integer.parseInt(message.text());
        if (!last.compareAndSet(number - 1, number)) {
            disturbances.add("got " + number + " after " + last.get());
        }
        PACE.execute(() -> say(speaker, message.from(), number + 1));
    }

    private void say(ChatClient speaker, String target, int number) {
        speaker.sendMessage(target, Integer.toString(number)).exceptionally(failure -> {
            disturbances.add(failure);
            return null;
        });
    }

    @Override
    public void close() {
        one.close();
        other.close();
    }
}
