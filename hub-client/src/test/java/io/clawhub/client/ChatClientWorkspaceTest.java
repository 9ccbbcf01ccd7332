package io.clawhub.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.connection.ConnectionSettings;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.WorkspaceLocked;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.policy.InboundPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What a {@link ChatClient} keeps, with a workspace and without. */
class ChatClientWorkspaceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ConnectionSettings QUICK = ConnectionSettings.defaults()
            .withBackoff(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofSeconds(60));

    @TempDir
    private Path directory;

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    @Test
    void whatTimedOutIsSentAfterARestart() throws InterruptedException {
        ClawHubDouble hub = hub();
        hub.intercept(frame -> "chat_message".equals(frame.path("type").asText()));
        ChatClient first = started(settings(hub).workspace(workspace()).timeout(Duration.ofSeconds(2)));
        CompletableFuture<SendResult> sent =
                first.sendMessage(OutgoingMessage.to("b", "late").withClientMsgId("k"));
        assertThatThrownBy(sent::join).hasCauseInstanceOf(TimeoutException.class);
        first.close();
        hub.intercept(frame -> false);

        ChatClient second = started(settings(hub).workspace(workspace()));
        second.connect().join();

        // said under the same id: this is the answer to the one that went out by itself
        assertThat(second.sendMessage(OutgoingMessage.to("b", "late").withClientMsgId("k"))
                        .join()
                        .status())
                .isEqualTo(SendResult.PENDING);
        assertThat(hub.texts()).containsExactly("late");
    }

    @Test
    void whatWasNotHandledIsHandedOnAfterARestartAndThenNeverAgain() throws InterruptedException {
        ClawHubDouble hub = hub();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient first = started(settings(hub).workspace(workspace()));
        first.onMessage(message -> {
            heard.add("1 " + message.text());
            busy.countDown();
            awaitUninterruptibly(done);
        });
        first.connect().join();
        hub.push(ClawHubDouble.message("m1", "one"));
        hub.push(ClawHubDouble.message("m2", "two"));
        busy.await();
        // answered after both messages were read
        first.ping().join();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(first::close);
        soon().until(() -> first.status() == ConnectionState.CLOSED);
        done.countDown();
        closing.join();

        ChatClient second = started(settings(hub).workspace(workspace()));
        second.onMessage(message -> heard.add("2 " + message.text()));
        second.connect().join();
        hub.push(ClawHubDouble.message("m1", "one"));
        hub.push(ClawHubDouble.message("m2", "two"));
        hub.push(ClawHubDouble.message("m3", "three"));

        soon().until(() -> heard.contains("2 three"));
        assertThat(heard).containsExactly("1 one", "2 two", "2 three");
    }

    @Test
    void whatWasRefusedStaysListedAndGoesOutWhenItIsSaidAgain() throws InterruptedException {
        ClawHubDouble hub = hub();
        AtomicInteger tries = new AtomicInteger();
        hub.intercept(frame -> {
            boolean refuse = "chat_message".equals(frame.path("type").asText()) && tries.incrementAndGet() == 1;
            if (refuse) {
                hub.push("{\"type\":\"chat_message_ack\",\"message_id\":\"k\",\"status\":\"failed\","
                        + "\"error_code\":\"ACCESS_DENIED\",\"retryable\":false}");
            }
            return refuse;
        });
        ChatClient client = started(settings(hub).workspace(workspace()));
        OutgoingMessage message = OutgoingMessage.to("b", "please").withClientMsgId("k");

        assertThatThrownBy(() -> client.sendMessage(message).join()).hasCauseInstanceOf(HubRefused.class);
        try (IMClient reader =
                IMClient.builder().workspace(workspace()).agentId("a").build()) {
            assertThat(reader.listFailed().sends()).extracting(Message::text).containsExactly("please");
        }

        assertThat(client.sendMessage(message).join().status()).isEqualTo(SendResult.PENDING);
    }

    @Test
    void inMemoryWhatTimedOutIsForgottenAndMayBeSaidAgain() throws InterruptedException {
        ClawHubDouble hub = hub();
        hub.intercept(frame -> "first".equals(frame.path("content").asText()));
        ChatClient client = started(settings(hub).timeout(Duration.ofSeconds(3)));
        client.connect().join();
        OutgoingMessage first = OutgoingMessage.to("b", "first").withClientMsgId("k");
        CompletableFuture<SendResult> lost = client.sendMessage(first);

        assertThatThrownBy(lost::join).hasCauseInstanceOf(TimeoutException.class);
        assertThat(client.sendMessage("b", "second").join().status()).isEqualTo(SendResult.PENDING);

        hub.intercept(frame -> false);
        assertThat(client.sendMessage(first).join().status()).isEqualTo(SendResult.PENDING);
        assertThat(hub.repeats()).isEqualTo(1);
    }

    @Test
    void asksAgainWhatADropLeftUnanswered() throws InterruptedException {
        ClawHubDouble hub = hub();
        AtomicInteger asked = new AtomicInteger();
        hub.intercept(frame -> {
            boolean first = "chat_history".equals(frame.path("type").asText()) && asked.incrementAndGet() == 1;
            if (first) {
                hub.hub().cut();
            }
            return first;
        });
        ChatClient client = started(settings(hub));

        assertThat(client.getHistory(HistoryQuery.ofChannel("dc_1")).join()).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void takesMessagesOfHubsThatNameNoConversation() throws InterruptedException {
        ClawHubDouble hub = hub();
        List<Message> heard = new CopyOnWriteArrayList<>();
        ChatClient client = started(settings(hub)).onMessage(heard::add);
        client.connect().join();

        for (String id : List.of("m1", "m1", "m2")) {
            hub.push(
                    "{\"type\":\"chat_message\",\"message_id\":\"" + id + "\",\"sender_id\":\"b\",\"content\":\"hi\"}");
        }
        hub.push("{\"type\":\"chat_message\",\"message_id\":\"m3\",\"content\":\"from nobody\"}");

        soon().until(() -> heard.size() >= 3);
        assertThat(heard).extracting(Message::id).containsExactly("m1", "m2", "m3");
        assertThat(heard).extracting(Message::conversationId).containsOnlyNulls();
    }

    @Test
    void aPolicyKeepsMessagesFromTheAgent() throws InterruptedException {
        ClawHubDouble hub = hub();
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient client = started(settings(hub)
                        .policy(InboundPolicy.denyAll().allowFrom("c").allowFromKind("*")))
                .onMessage(message -> heard.add(message.text()));
        client.connect().join();

        hub.push(ClawHubDouble.message("m1", "from b"));
        hub.push("{\"type\":\"chat_message\",\"message_id\":\"m2\",\"sender_id\":\"c\",\"content\":\"from c\"}");

        soon().until(() -> heard.size() == 1);
        assertThat(heard).containsExactly("from c");
    }

    @Test
    void aBusyWorkspaceIsSaidSo() throws InterruptedException {
        ClawHubDouble hub = hub();
        started(settings(hub).workspace(workspace())).connect().join();
        ChatClient other = started(settings(hub).workspace(workspace()));

        assertThatThrownBy(() -> other.blocking().sendMessage("b", "hi")).isInstanceOf(WorkspaceLocked.class);
        assertThatThrownBy(() -> ChatClient.builder().workspace(workspace()).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** More than the inbox and the store take: the hub is read no further until there is room. */
    @Test
    void aSlowAgentGetsEverything() throws InterruptedException {
        ClawHubDouble hub = hub();
        int all = 3_000;
        CountDownLatch go = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient client = started(settings(hub).inboxCapacity(1_500));
        client.onMessage(message -> {
            awaitUninterruptibly(go);
            heard.add(message.id());
        });
        client.connect().join();
        List<String> pushed = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            pushed.add("m" + i);
            hub.push(ClawHubDouble.message("m" + i, "x"));
        }

        go.countDown();

        soon().until(() -> heard.size() >= all);
        assertThat(heard).isEqualTo(pushed);
    }

    private ClawHubDouble hub() throws InterruptedException {
        ClawHubDouble hub = new ClawHubDouble(true);
        toClose.add(hub);
        return hub;
    }

    private ChatClient started(ChatClientBuilder settings) {
        ChatClient client = settings.build();
        toClose.add(0, client);
        return client;
    }

    private static ChatClientBuilder settings(ClawHubDouble hub) {
        return ChatClient.builder()
                .url(hub.url().toString())
                .agentId("a")
                .timeout(PATIENCE)
                .connection(QUICK);
    }

    private String workspace() {
        return directory.resolve("w").toString();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ConditionFactory soon() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
    }
}
