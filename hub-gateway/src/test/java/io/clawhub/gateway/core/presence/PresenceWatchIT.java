package io.clawhub.gateway.core.presence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.PresenceChanged;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.PresenceCommand.ReadPresence;
import io.clawhub.gateway.core.PresenceCommand.UnwatchPresence;
import io.clawhub.gateway.core.PresenceCommand.WatchPresence;
import io.clawhub.gateway.core.PresenceReply.PresenceRead;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Push.PresenceSeen;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.calls.ServicesIT;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.log.PresenceTail;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.clawhub.gateway.core.presence.Presence.Status.OFFLINE;
import static io.clawhub.gateway.core.presence.Presence.Status.ONLINE;
import static io.clawhub.gateway.core.presence.Presence.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Watching through a real {@code presence.changes}, with a presence-service that says what the test wants. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(PresenceWatchIT.PresenceServer.class)
@TestProfile(ServicesIT.WithoutHistory.class)
class PresenceWatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Everybody is offline, but for ids with "online" in them. */
    public static final class PresenceServer implements QuarkusTestResourceLifecycleManager {
        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/api/presence", exchange -> {
                JsonNode ids = JSON.readTree(exchange.getRequestBody()).get("participant_ids");
                String answer = StreamSupport.stream(ids.spliterator(), false)
                        .map(JsonNode::asText)
                        .map(id -> "{\"participant_id\":\"" + id + "\",\"status\":\""
                                + (id.contains("online") ? "online" : "offline") + "\",\"last_active_at\":null}")
                        .collect(Collectors.joining(",", "{\"presences\":[", "]}"));
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                byte[] body = answer.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return Map.of(
                    "hub.presence.url",
                    "http://127.0.0.1:" + server.getAddress().getPort());
        }

        @Override
        public void stop() {
            server.stop(0);
        }
    }

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ConnectionRegistry registry;

    @Inject
    MessageService messages;

    @Inject
    EventLog log;

    @Inject
    PresenceWatch watch;

    @Inject
    ChatEventTail chatTail;

    @Inject
    PresenceTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<TestClient> open = new ArrayList<>();

    @BeforeEach
    void awaitTheLog() {
        await().atMost(PATIENCE).until(() -> chatTail.isFollowing() && tail.isFollowing());
    }

    @AfterEach
    void close() {
        open.forEach(TestClient::close);
    }

    @Test
    void manyAreReadAtOnceInTheOrderAskedFor() {
        TestClient ann = client("ann");

        List<Presence> read = ann.get(
                        PresenceRead.class, new ReadPresence(List.of(run + "b", run + "online", " ", run + "b")))
                .presences();

        assertThat(read)
                .containsExactly(
                        new Presence(run + "b", OFFLINE, null),
                        new Presence(run + "online", ONLINE, null),
                        new Presence(" ", UNKNOWN, null),
                        new Presence(run + "b", OFFLINE, null));
        assertThat(dispatcher
                        .ask(ann.connection().caller(), new ReadPresence(List.of(run + "b")))
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(PresenceRead.class);
        assertThat(ann.refusal(new ReadPresence(List.of()))).isEqualTo(HubError.MISSING_FIELDS);
        List<String> tooMany = IntStream.range(0, 101).mapToObj(i -> "p" + i).toList();
        assertThat(ann.refusal(new ReadPresence(tooMany))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(ann.refusal(new WatchPresence(List.of("a\n")))).isEqualTo(HubError.INVALID_ID);
    }

    @Test
    void everyWatcherHearsOfAChangeOnceAndNobodyElseDoes() {
        TestClient ann = client("ann");
        TestClient bob = client("bob");
        TestClient carl = client("carl");
        watch(ann, "x", "y");
        watch(bob, "x");
        watch(carl, "y");

        change("x", true, 1);
        assertThat(next(ann)).isEqualTo(seen("x", true, 1));
        assertThat(next(bob)).isEqualTo(seen("x", true, 1));
        change("y", true, 1);
        assertThat(next(ann)).isEqualTo(seen("y", true, 1));
        assertThat(next(carl)).isEqualTo(seen("y", true, 1));
        change("x", true, 1);
        change("x", false, 2);
        assertThat(next(ann)).isEqualTo(seen("x", false, 2));
        assertThat(next(bob)).isEqualTo(seen("x", false, 2));

        ann.get(Reply.Done.class, new UnwatchPresence(List.of(run + "x")));
        change("x", true, 3);
        assertThat(next(bob)).isEqualTo(seen("x", true, 3));
        change("y", false, 2);
        assertThat(next(ann)).isEqualTo(seen("y", false, 2));
        assertThat(next(carl)).isEqualTo(seen("y", false, 2));
        assertThat(watch.isWatched(run + "x")).isTrue();
        bob.close();
        assertThat(watch.isWatched(run + "x")).isFalse();
    }

    @Test
    void presenceThatLostItsMemoryIsBelieved() {
        TestClient ann = client("ann");
        watch(ann, "x");
        change("x", true, 7);
        assertThat(next(ann)).isEqualTo(seen("x", true, 7));

        log.publish(
                Topics.PRESENCE_CHANGES,
                run + "x",
                new PresenceChanged(run + "x", false, Instant.ofEpochSecond(1_000), 1));

        assertThat(next(ann)).isEqualTo(new Presence(run + "x", OFFLINE, Instant.ofEpochSecond(1_000)));
    }

    @Test
    void whateverHappensWhileOneBeginsToWatchTheLastWordIsRight() throws InterruptedException {
        TestClient ann = client("ann");
        for (int i = 0; i < 20; i++) {
            String who = "flicker" + i;
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Void> changing = CompletableFuture.runAsync(() -> {
                for (int version = 1; version <= 9; version++) {
                    change(who, version % 2 == 1, version);
                    begun.countDown();
                }
            });
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            Presence last = watch(ann, who).getFirst();
            changing.join();
            change(who, false, 10);
            Presence end = seen(who, false, 10);
            while (!last.equals(end)) {
                last = next(ann);
            }
        }
    }

    @Test
    void oneWatchesSoMany() {
        TestClient ann = client("ann");
        for (int i = 0; i < 10; i++) {
            String part = "m" + i + "-";
            watch(ann, IntStream.range(0, 100).mapToObj(k -> part + k).toArray(String[]::new));
        }

        assertThat(ann.refusal(new WatchPresence(List.of(run + "more")))).isEqualTo(HubError.RATE_LIMITED);
        ann.get(Reply.Done.class, new UnwatchPresence(List.of(run + "m0-0")));
        watch(ann, "more");
    }

    private List<Presence> watch(TestClient client, String... ids) {
        List<String> all = java.util.Arrays.stream(ids).map(id -> run + id).toList();
        return client.get(PresenceRead.class, new WatchPresence(all)).presences();
    }

    private void change(String id, boolean online, long version) {
        log.publish(
                Topics.PRESENCE_CHANGES,
                run + id,
                new PresenceChanged(run + id, online, Instant.ofEpochSecond(version), version));
    }

    private Presence seen(String id, boolean online, long version) {
        return new Presence(run + id, online ? ONLINE : OFFLINE, Instant.ofEpochSecond(version));
    }

    private static Presence next(TestClient client) {
        while (true) {
            if (client.next(Push.class) instanceof PresenceSeen seen) {
                return seen.presence();
            }
        }
    }

    private TestClient client(String id) {
        Caller caller = new Caller(run + id, "test", "test", Caller.Authentication.OPEN, null);
        TestClient client = new TestClient(caller, messages.openLane(caller), dispatcher, registry);
        open.add(client);
        return client;
    }
}
