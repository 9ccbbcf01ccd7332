package io.clawhub.load.floor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.clawhub.load.Frames;

/** A socket server that relays through a topic of its own, which it deletes at the end. */
public final class FloorRelay implements AutoCloseable {

    private static final int PARTITIONS = 16;
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final Duration TIMEOUT = Duration.ofMillis(TIMEOUT_MILLIS);

    private final String topic = "load.floor." + Long.toString(System.currentTimeMillis(), 36);
    private final Map<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();
    private final Map<String, Object> brokers;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private KafkaProducer<String, String> producer;
    private KafkaConsumer<String, String> consumer;
    private CompletableFuture<Void> relayed;
    private HttpServer server;

    private FloorRelay(String bootstrapServers) {
        this.brokers = Map.of(
                "bootstrap.servers", bootstrapServers,
                "default.api.timeout.ms", TIMEOUT_MILLIS,
                "request.timeout.ms", TIMEOUT_MILLIS);
    }

    /**
     * Starts the relay on a free port of the loopback interface.
     *
     * @throws java.util.concurrent.CompletionException when Kafka refused or did not answer in time
     */
    public static FloorRelay start(String bootstrapServers) {
        FloorRelay relay = new FloorRelay(bootstrapServers);
        relay.createTopic();
        try {
            relay.open();
        } catch (RuntimeException e) {
            relay.close();
            throw e;
        }
        return relay;
    }

    /** Where agents connect. */
    public String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    private void createTopic() {
        try (Admin admin = Admin.create(brokers)) {
            join(admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .toCompletionStage());
        } catch (RuntimeException e) {
            join(vertx.close().toCompletionStage());
            throw e;
        }
    }

    private void open() {
        // No lingering: a lone message should not wait for others. Under load batches form by themselves.
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers.get("bootstrap.servers"), "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        producer.partitionsFor(topic);
        consumer = new KafkaConsumer<>(brokers, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        relayed = CompletableFuture.runAsync(
                this::relay,
                task -> Thread.ofPlatform().name("floor-relay").daemon().start(task));
        server = join(vertx.createHttpServer()
                .webSocketHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage());
    }

    private void accept(ServerWebSocket socket) {
        sockets.put(socket.headers().get("X-Agent-Id"), socket);
        socket.textMessageHandler(frame -> producer.send(new ProducerRecord<>(topic, Frames.target(frame), frame)));
    }

    private void relay() {
        try {
            while (true) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) {
                    // One hop to the event loop for the whole batch.
                    vertx.runOnContext(run -> deliver(records));
                }
            }
        } catch (WakeupException e) {
            consumer.close();
        }
    }

    private void deliver(ConsumerRecords<String, String> records) {
        for (ConsumerRecord<String, String> record : records) {
            ServerWebSocket socket = sockets.get(record.key());
            if (socket != null) {
                socket.writeTextMessage(record.value());
            }
        }
    }

    @Override
    public void close() {
        join(vertx.close().toCompletionStage());
        if (producer != null) {
            producer.close(TIMEOUT);
        }
        if (relayed != null) {
            consumer.wakeup();
            join(relayed);
        }
        try (Admin admin = Admin.create(brokers)) {
            join(admin.deleteTopics(List.of(topic)).all().toCompletionStage());
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }
}
