package io.clawhub.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.clawhub.client.connection.ConnectionSettings;
import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Against a real server on the loopback interface that speaks the Claw Chat Hub protocol. */
class ChatClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Many drops in a row, and no minute to wait in between. */
    private static final ConnectionSettings QUICK = ConnectionSettings.defaults()
            .withBackoff(Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofSeconds(60));

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    @Test
    void doesAllThatTheProtocolOffers() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        BlockingChatClient client = client(hub).blocking();

        assertThat(client.connect()).isTrue();
        SendResult sent = client.sendMessage("b", "hi");
        assertThat(sent.status()).isEqualTo(SendResult.PENDING);
        assertThat(sent.channelId()).isEqualTo("dc_1");
        assertThat(client.registerService(new Service("svc", null, null))).isEqualTo(new Registered("svc", "ch_svc"));
        assertThat(client.requestChat("svc", null)).isEqualTo(new RequestResult(RequestResult.ACCEPTED, "ch_1", null));
        assertThat(client.acceptChat("c", null).status()).isEqualTo(RequestResult.ACCEPTED);
        assertThat(client.rejectChat("c", null).status()).isEqualTo(RequestResult.REJECTED);
        assertThat(client.endChat("ch_1").channelId()).isEqualTo("ch_1");
        assertThat(client.getHistory(HistoryQuery.ofChannel("dc_1")))
                .extracting(Message::text)
                .containsExactly("earlier");
        assertThat(client.ping()).isPositive();
    }

    @Test
    void worksWithAHubThatNeverAcknowledges() throws InterruptedException {
        ClawHubDouble hub = hub(false);
        ChatClient client = client(hub);

        List<CompletableFuture<SendResult>> sends = IntStream.range(0, 300)
                .mapToObj(number -> client.sendMessage("b", "m" + number))
                .toList();

        sends.forEach(send -> assertThat(send.join().status()).isEqualTo(SendResult.SENT));
        soon().until(() -> hub.texts().size() == 300);
        assertThat(hub.texts()).isEqualTo(numbered(300));
        assertThat(client.acceptChat("c", "ch_1").join().status()).isEqualTo(RequestResult.ACCEPTED);
    }

    @Test
    void sendsOnceForItsCaller() throws InterruptedException {
        ClawHubDouble hub = hub(true);

        SendResult sent = ChatClient.quickSend(hub.url().toString(), "a", "b", "quick");

        assertThat(sent.status()).isEqualTo(SendResult.PENDING);
        assertThat(hub.texts()).containsExactly("quick");
    }

    /** Cut between send and answer, many times: everything is there once, in the order of the calls. */
    @Test
    void resendsWhatWasCutOffBeforeItsAnswer() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        ChatClient client = client(hub);
        AtomicInteger taken = new AtomicInteger();
        hub.intercept(frame -> {
            if ("chat_message".equals(frame.path("type").asText()) && taken.incrementAndGet() % 2 == 0) {
                hub.cut();
                return true;
            }
            return false;
        });

        List<CompletableFuture<SendResult>> sends = IntStream.range(0, 100)
                .mapToObj(number -> client.sendMessage("b", "m" + number))
                .toList();

        sends.forEach(CompletableFuture::join);
        assertThat(hub.texts()).isEqualTo(numbered(100));
        assertThat(hub.repeats()).isGreaterThan(90);
    }

    @Test
    void keepsTheOrderWhenTheHubAsksToRetry() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        ChatClient client = client(hub);
        List<String> accepted = new CopyOnWriteArrayList<>();
        AtomicInteger tries = new AtomicInteger();
        hub.intercept(frame -> {
            if (!"chat_message".equals(frame.path("type").asText())) {
                return false;
            }
            if (tries.incrementAndGet() <= 2) {
                hub.push("{\"type\":\"chat_message_ack\",\"message_id\":\""
                        + frame.path("message_id").asText()
                        + "\",\"status\":\"failed\",\"error_code\":\"LOG_UNAVAILABLE\",\"retryable\":true}");
                return true;
            }
            accepted.add(frame.path("content").asText());
            return false;
        });

        List<CompletableFuture<SendResult>> sends = IntStream.range(0, 10)
                .mapToObj(number -> client.sendMessage("b", "m" + number))
                .toList();

        sends.forEach(CompletableFuture::join);
        assertThat(accepted).isEqualTo(numbered(10));
    }

    @Test
    void refusedForGoodDoesNotHoldUpTheNext() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        ChatClient client = client(hub);
        hub.intercept(frame -> {
            boolean bad = "bad".equals(frame.path("content").asText());
            if (bad) {
                hub.push("{\"type\":\"chat_message_ack\",\"message_id\":\""
                        + frame.path("message_id").asText()
                        + "\",\"status\":\"failed\",\"error_code\":\"MESSAGE_TOO_LARGE\",\"retryable\":false}");
            }
            return bad;
        });

        CompletableFuture<SendResult> bad = client.sendMessage("b", "bad");
        CompletableFuture<SendResult> good = client.sendMessage("b", "good");

        assertThatThrownBy(bad::join).hasCauseInstanceOf(HubRefused.class).hasMessageContaining("MESSAGE_TOO_LARGE");
        assertThat(good.join().status()).isEqualTo(SendResult.PENDING);
    }

    @Test
    void handsEachMessageOnOnceAndMayAnswerInTheCallback() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        ChatClient client = client(hub);
        List<String> heard = new CopyOnWriteArrayList<>();
        client.onMessage(message -> {
            heard.add(message.text());
            client.blocking().sendMessage(message.from(), "re " + message.text());
        });
        client.connect().join();

        hub.push(ClawHubDouble.message("m1", "one"));
        hub.push(ClawHubDouble.message("m1", "one"));
        hub.hub().cut();
        soon().until(() -> hub.hub().sockets().size() == 2 && client.status() == ConnectionState.ONLINE);
        hub.push(ClawHubDouble.message("m1", "one"));
        hub.push(ClawHubDouble.message("m2", "two"));

        soon().until(() -> hub.texts().equals(List.of("re one", "re two")));
        assertThat(heard).containsExactly("one", "two");
    }

    @Test
    void tellsOfSessions() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        List<Object> heard = new CopyOnWriteArrayList<>();
        ChatClient client =
                client(hub).onChatRequest(heard::add).onChatEnd(heard::add).onError(heard::add);
        client.connect().join();

        hub.push("{\"type\":\"chat_request\",\"channel_id\":\"ch\",\"consumer_id\":\"c\",\"service_id\":\"svc\","
                + "\"sender_id\":\"c\",\"content\":\"please\"}");
        hub.push("{\"type\":\"chat_end\",\"channel_id\":\"ch\",\"agent_id\":\"c\",\"reason\":\"done\","
                + "\"sender_id\":\"c\",\"content\":\"\"}");
        hub.push("{\"type\":\"error\",\"error_code\":\"RATE_LIMITED\",\"message\":\"slow\"}");

        soon().until(() -> heard.size() == 3);
        assertThat(heard.get(0)).isEqualTo(new ChatRequest("ch", "svc", "c", "please"));
        assertThat(heard.get(1)).isEqualTo(new ChatEnd("ch", "c", "done"));
        assertThat(heard.get(2)).isInstanceOf(HubRefused.class);
    }

    @Test
    void givesUpOnAnUnansweredRequest() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        hub.intercept(frame -> "chat_request".equals(frame.path("type").asText()));
        ChatClient client = ChatClient.builder()
                .url(hub.url().toString())
                .agentId("a")
                .timeout(PATIENCE)
                .requestTimeout(Duration.ofMillis(300))
                .build();
        toClose.add(0, client);

        assertThat(client.requestChat("svc", "p").join().status()).isEqualTo(RequestResult.TIMEOUT);
    }

    @Test
    void saysThatTheCredentialIsRefused() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        hub.intercept(frame -> {
            hub.hub().newest().close(1008, "bad key");
            return true;
        });
        ChatClient client = client(hub);

        assertThatThrownBy(() -> client.blocking().connect()).isInstanceOf(AuthError.class);
        assertThat(client.status()).isEqualTo(ConnectionState.FAILED);
    }

    @Test
    void comesBackAfterADisconnect() throws InterruptedException {
        ClawHubDouble hub = hub(true);
        ChatClient client = client(hub);
        client.connect().join();

        client.disconnect();
        assertThat(client.status()).isEqualTo(ConnectionState.CLOSED);

        assertThat(client.sendMessage(OutgoingMessage.to("b", "again").withClientMsgId("k"))
                        .join()
                        .messageId())
                .isEqualTo("k");
        assertThat(hub.hub().sockets()).hasSize(2);
    }

    private ClawHubDouble hub(boolean acks) throws InterruptedException {
        ClawHubDouble hub = new ClawHubDouble(acks);
        toClose.add(hub);
        return hub;
    }

    private ChatClient client(ClawHubDouble hub) {
        ChatClient client = ChatClient.builder()
                .url(hub.url().toString())
                .agentId("a")
                .timeout(PATIENCE)
                .connection(QUICK)
                .build();
        toClose.add(0, client);
        return client;
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(number -> "m" + number).toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
    }
}
