package io.clawhub.gateway.core.messages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.events.StreamEvent.MessageDelivered;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.log.StreamTail;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** "Delivered" between gateways: this one is asked for receipts by another, and gets receipts from it. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class ReceiptsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    EventLog log;

    @Inject
    StreamLog streams;

    @Inject
    GatewayId gatewayId;

    @Inject
    ChatEventTail tail;

    @Inject
    StreamTail streamTail;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(() -> tail.isFollowing() && streamTail.isFollowing());
    }

    @Test
    void aMessageThatAnotherGatewayWroteIsDeliveredAndSoIsItsRepeat() {
        try (TestClient sender = client("sender")) {
            SendMessage send = new SendMessage("k1", run + "elsewhere", null, null, TextNode.valueOf("hi"), false);
            String messageId = Ids.messageId(run + "sender", "k1");

            CompletableFuture<Reply> answer = sender.ask(send);
            await().atMost(PATIENCE).until(() -> {
                streams.send(new MessageDelivered(messageId, gatewayId.value()));
                return answer.isDone();
            });

            Accepted first = (Accepted) answer.join();
            assertThat(first.delivered()).isTrue();
            assertThat(sender.get(Accepted.class, send))
                    .isEqualTo(new Accepted(
                            first.messageId(), first.conversationId(), first.seq(), first.atMillis(), true, true));
        }
    }

    @Test
    void aFastConfirmationIsNoRepeat() {
        try (TestClient sender = client("sender");
                TestClient receiver = client("receiver")) {
            for (int i = 0; i < 50; i++) {
                SendMessage send =
                        new SendMessage("n" + i, run + "receiver", null, null, TextNode.valueOf("m" + i), false);
                assertThat(sender.get(Accepted.class, send).delivered())
                        .as("message %d", i)
                        .isTrue();
                receiver.next(MessageArrived.class);
            }
        }
    }

    @Test
    void whatIsWrittenHereForASenderElsewhereIsReportedThere() {
        try (TestClient receiver = client("receiver");
                KafkaConsumer<String, byte[]> consumer = consumer()) {
            String elsewhere = run + "gateway";
            log.append(message("msg_" + run, run + "receiver"), elsewhere).join();

            receiver.next(MessageArrived.class);
            await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<String, byte[]> event : consumer.poll(Duration.ofMillis(100))) {
                    if (elsewhere.equals(EventHeaders.text(event.headers(), EventHeaders.TO))) {
                        return event.key().equals("msg_" + run);
                    }
                }
                return false;
            });
        }
    }

    private MessageAccepted message(String messageId, String targetId) {
        return new MessageAccepted(
                messageId,
                null,
                "dc_" + run,
                ConversationKind.DIRECT,
                run + "sender",
                List.of(run + "sender", targetId),
                null,
                TextNode.valueOf("hi"),
                new Provenance("test", "open", null));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CHAT_STREAMS.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private TestClient client(String id) {
        Caller caller = new Caller(run + id, "test", "test", Caller.Authentication.OPEN, null);
        return new TestClient(caller, messages.openLane(caller), dispatcher, registry);
    }
}
