package io.clawhub.gateway.core.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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

import io.clawhub.events.LogTime;
import io.clawhub.events.Seq;
import io.clawhub.events.Topics;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.Push.MessageArrived;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Accepted;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The times of live messages are those that follow from the log, wherever in it a gateway begins. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class LogTimesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BURST = 500;

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    ChatEventTail tail;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(tail::isFollowing);
    }

    @Test
    void eachMessageOfABurstHasTheTimeThatFollowsFromTheLogOnAGatewayThatBeganAnywhereInIt() {
        List<LoggedMessage> arrived = burst();
        TopicPartition partition = new TopicPartition(
                Topics.CHAT_EVENTS.topic(),
                tail.partitionOf(arrived.getFirst().message().conversationId()));

        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            NavigableMap<Long, Instant> expected = timesInTheLog(consumer, partition, arrived.getLast());

            assertThat(arrived).allSatisfy(logged -> assertThat(logged.at()).isEqualTo(expected.get(logged.seq())));
            assertThat(arrived.stream().map(LoggedMessage::at)).isSorted().doesNotHaveDuplicates();
            assertThat(arrived.stream()
                            .map(logged -> logged.at().toEpochMilli())
                            .distinct()
                            .count())
                    .as("messages share milliseconds")
                    .isLessThan(BURST);
            for (int i = 0; i < BURST; i += 23) {
                long offset = arrived.get(i).seq() - Seq.of(0, 0);
                assertThat(firstTimeOfAGatewayThatBegins(consumer, partition, offset))
                        .as("message %d", i)
                        .isEqualTo(arrived.get(i).at());
            }
        }
    }

    private List<LoggedMessage> burst() {
        List<LoggedMessage> arrived = new ArrayList<>();
        try (TestClient sender = client("sender");
                TestClient receiver = client("receiver")) {
            sender.get(Accepted.class, send(0));
            arrived.add(receiver.next(MessageArrived.class).logged());
            List<CompletableFuture<Reply>> answers = new ArrayList<>();
            for (int i = 1; i < BURST; i++) {
                answers.add(sender.ask(send(i)));
            }
            answers.forEach(CompletableFuture::join);
            for (int i = 1; i < BURST; i++) {
                arrived.add(receiver.next(MessageArrived.class).logged());
            }
        }
        return arrived;
    }

    /** What somebody finds who reads the partition from its beginning: seq to time. */
    private static NavigableMap<Long, Instant> timesInTheLog(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition, LoggedMessage last) {
        NavigableMap<Long, Instant> times = new TreeMap<>();
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long at = 0;
        while (times.isEmpty() || times.lastKey() < last.seq()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                at = LogTime.of(record.timestamp(), at);
                times.put(Seq.of(0, record.offset()), LogTime.instant(at));
            }
        }
        return times;
    }

    private static Instant firstTimeOfAGatewayThatBegins(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long offset) {
        LogClocks clocks = new LogClocks();
        clocks.lookBack(consumer, Map.of(partition, offset));
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        while (true) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                return clocks.at(record);
            }
        }
    }

    private SendMessage send(int number) {
        return new SendMessage("n" + number, run + "receiver", null, null, TextNode.valueOf("m" + number), false);
    }

    private TestClient client(String name) {
        Caller caller = new Caller(run + name, run + name, "test", Caller.Authentication.OPEN, null);
        return new TestClient(caller, messages.openLane(caller), dispatcher, registry);
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
