package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.MessageAccepted;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.messages.SendLane;
import io.clawhub.gateway.core.outbound.OutboundQueue;
import io.clawhub.gateway.core.outbound.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A connection without a wire: what is pushed to it is kept as it is. */
final class TestClient implements Transport {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Executor LOOP = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "test-loop");
        thread.setDaemon(true);
        return thread;
    });

    final String id;
    final ClientConnection connection;
    final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final CommandDispatcher dispatcher;
    private final Map<String, Push> frames = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    TestClient(String id, SendLane lane, CommandDispatcher dispatcher) {
        this.id = id;
        this.dispatcher = dispatcher;
        OutboundQueue outbound =
                new OutboundQueue(this, LOOP, TestConfig.with(Map.of()).connection());
        this.connection = new ClientConnection(caller(id), outbound, lane, this::encode);
    }

    static Caller caller(String id) {
        return new Caller(id, "test", "test", Caller.Authentication.OPEN, null);
    }

    private String encode(Push push) {
        String frame = Integer.toString(count.incrementAndGet());
        frames.put(frame, push);
        return frame;
    }

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        pushes.add(frames.remove(frame));
        written.accept(true);
    }

    @Override
    public void close(int code, String reason) {
        throw new AssertionError("closed with " + code + " " + reason);
    }

    CompletableFuture<Reply> ask(Command command) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        dispatcher.dispatch(connection, command, (reply, refusal) -> {
            if (refusal == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(refusal);
            }
        });
        return answer;
    }

    CompletableFuture<Reply> say(String targetId, String serviceId, String conversationId, String text) {
        return ask(new Command.SendMessage(null, targetId, serviceId, conversationId, TextNode.valueOf(text), false));
    }

    static <T> T wait(CompletableFuture<T> answer) {
        try {
            return answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof HubException refusal) {
                throw refusal;
            }
            throw new AssertionError(e);
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** The changes pushed so far. */
    List<ConversationChanged> changes() {
        return pushes.stream()
                .filter(Push.ChannelChanged.class::isInstance)
                .map(push -> ((Push.ChannelChanged) push).change())
                .toList();
    }

    List<MessageAccepted> messages() {
        return pushes.stream()
                .filter(Push.MessageArrived.class::isInstance)
                .map(push -> ((Push.MessageArrived) push).logged().message())
                .toList();
    }

    /** The first change of this kind, once it is there. */
    ConversationChanged hears(Predicate<ConversationChanged> wanted) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(changes()).anyMatch(wanted));
        return changes().stream().filter(wanted).findFirst().orElseThrow();
    }

    MessageAccepted hearsText(String text) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(messages())
                .anyMatch(message -> message.content().asText().equals(text)));
        return messages().stream()
                .filter(message -> message.content().asText().equals(text))
                .findFirst()
                .orElseThrow();
    }
}
