package io.clawhub.client.connection;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionFactory;
import org.java_websocket.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.wire.Credential;
import io.clawhub.client.wire.ImWire;
import io.clawhub.client.wire.WireEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Against a real server on the loopback interface. */
class KeptConnectionTest {

    private static final ConnectionSettings QUICK = ConnectionSettings.defaults()
            .withBackoff(Duration.ofMillis(50), Duration.ofMillis(400), Duration.ofSeconds(60));

    private final Recorder heard = new Recorder();
    private final AtomicInteger renewals = new AtomicInteger();
    private FakeHub hub;
    private KeptConnection connection;

    @BeforeEach
    void start() throws InterruptedException {
        hub = FakeHub.started();
    }

    @AfterEach
    void stop() {
        if (connection != null) {
            connection.close();
        }
        hub.close();
    }

    @Test
    void goesThroughItsStates() {
        connect(hub.url(), QUICK);

        assertThat(heard.states)
                .containsExactly(
                        ConnectionState.CONNECTING,
                        ConnectionState.AUTHENTICATING,
                        ConnectionState.SYNCING,
                        ConnectionState.ONLINE);
        assertThat(heard.events.get(0)).isInstanceOf(WireEvent.Welcome.class);
    }

    @Test
    void saysGoodbye() {
        connect(hub.url(), QUICK);

        connection.close();

        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        soon().until(() -> hub.frames().get(hub.frames().size() - 1).equals("{\"t\":\"bye\"}"));
        assertThatThrownBy(() -> connection.write("x").join()).hasCauseInstanceOf(NotConnected.class);
    }

    @Test
    void comesBackAfterADrop() {
        connect(hub.url(), QUICK);

        for (int drop = 2; drop <= 5; drop++) {
            int greetings = drop;
            hub.cut();
            soon().until(() -> heard.count(WireEvent.CaughtUp.class) == greetings);
        }

        assertThat(heard.states).contains(ConnectionState.BACKOFF);
        soon().until(() -> connection.state() == ConnectionState.ONLINE);
    }

    @Test
    void findsAHubThatStartsLater() throws InterruptedException {
        int port = hub.getPort();
        hub.close();
        connection = connection(URI.create("http://127.0.0.1:" + port), QUICK);
        connection.open();
        soon().until(() -> heard.states.contains(ConnectionState.BACKOFF));
        assertThat(heard.causes).allMatch(NotConnected.class::isInstance);
        assertThatThrownBy(() -> connection.write("x").join()).hasCauseInstanceOf(NotConnected.class);

        hub = FakeHub.started(port);
        connection.wake();

        soon().until(() -> connection.state() == ConnectionState.ONLINE);
    }

    @Test
    void leavesAPeerThatDiedSilently() throws IOException {
        try (DeafProxy proxy = new DeafProxy(hub.getPort())) {
            connect(proxy.url(), QUICK.withHeartbeat(Duration.ofMillis(300), Duration.ofSeconds(2)));

            proxy.goDeaf();

            soon().until(() -> heard.count(WireEvent.CaughtUp.class) >= 2);
            assertThat(heard.causes.get(0)).isInstanceOf(NotConnected.class).hasMessageContaining("no sign of life");
            assertThat(hub.sockets()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void writesInOrder() {
        connect(hub.url(), QUICK);
        List<String> written = IntStream.range(0, 2000)
                .mapToObj(number -> "{\"t\":\"read\",\"conversation_id\":\"c\",\"seq\":" + number + "}")
                .toList();

        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (String frame : written) {
            writes.add(connection.write(frame));
            if (writes.size() % 500 == 0) {
                CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
                        .join();
            }
        }

        soon().until(() -> hub.frames("read").size() == written.size());
        assertThat(hub.frames("read")).isEqualTo(written);
    }

    @Test
    void movesOverBeforeAGatewayGoes() {
        // The hub replays what is beyond the cursors, as the real one does.
        List<String> log = new ArrayList<>();
        hub.onFrame((socket, frame) -> {
            if (frame.contains("\"hello\"")) {
                WebSocket old = hub.sockets().get(0);
                if (old != socket) {
                    // Still said on the old one after the new one has greeted: must not be heard twice.
                    old.send(deliver(log.size()));
                    log.add(deliver(log.size()));
                    old.send("{\"t\":\"error\",\"code\":\"REPLACED\",\"message\":\"\",\"recoverable\":false}");
                    old.close(4009, "replaced");
                }
                int from = frame.contains("\"cursors\"")
                        ? Integer.parseInt(frame.replaceAll(".*\"c\":([0-9]+).*", "$1")) + 1
                        : 0;
                FakeHub.greet(socket, frame);
                log.subList(from, log.size()).forEach(socket::send);
            }
        });
        connect(hub.url(), QUICK);
        for (int number = 0; number < 50; number++) {
            log.add(deliver(number));
            hub.newest().send(deliver(number));
        }
        hub.newest().send("{\"t\":\"going_away\",\"reconnect_ms\":20}");
        soon().until(() -> heard.count(WireEvent.Welcome.class) == 2);
        hub.newest().send(deliver(51));

        soon().until(() -> heard.texts().size() >= 52);
        assertThat(heard.texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, 52).mapToObj(n -> "m" + n).toList());
        assertThat(heard.states).doesNotContain(ConnectionState.BACKOFF, ConnectionState.FAILED);
        assertThat(heard.events).noneMatch(WireEvent.Refused.class::isInstance);
        soon().until(() -> hub.sockets().get(0).isClosed());
        assertThat(hub.newest().isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1008,AuthError", "4003,ProtocolVersionError", "4009,Replaced"})
    void givesUpWhenTryingAgainWouldNotHelp(int code, String error) {
        connect(hub.url(), QUICK);

        hub.newest().close(code, "no");

        soon().until(() -> connection.state() == ConnectionState.FAILED);
        assertThat(heard.causes.get(heard.causes.size() - 1)).hasSameClassAs(heard.causes.get(0));
        assertThat(heard.causes.get(0).getClass().getSimpleName()).isEqualTo(error);
        assertThat(hub.sockets()).hasSize(1);
        assertThat(renewals.get()).isEqualTo(code == 1008 ? 1 : 0);
    }

    @Test
    void asksOnceForAnotherCredential() {
        AtomicInteger asked = new AtomicInteger();
        Credential credential = Credential.of("old", () -> "new" + asked.incrementAndGet());
        hub.onFrame((socket, frame) -> socket.close(1008, "wrong key"));
        connection = new KeptConnection(new ImWire(hub.url(), "a", "c1", credential), heard, QUICK);
        connection.open();

        soon().until(() -> connection.state() == ConnectionState.FAILED);
        assertThat(asked.get()).isEqualTo(1);
        assertThat(hub.sockets()).hasSize(2);
        assertThat(heard.causes).allMatch(AuthError.class::isInstance);
    }

    @Test
    void survivesFramesThatAreNoFrames() {
        connect(hub.url(), QUICK);

        hub.newest().send("nonsense");
        hub.newest().send("{\"t\":\"deliver\"}");
        hub.newest().send("{\"t\":\"later_invention\",\"x\":1}");
        hub.newest().send(deliver(1));

        soon().until(() -> heard.texts().equals(List.of("m1")));
        assertThat(heard.count(WireEvent.Refused.class)).isEqualTo(2);
        assertThat(heard.states).doesNotContain(ConnectionState.BACKOFF);
    }

    @Test
    void readsNoFurtherThanTold() {
        connect(hub.url(), QUICK.withHeartbeat(Duration.ofMillis(100), Duration.ofSeconds(2)));
        connection.read(false);
        // Whatever was asked for before may still come: two frames.
        hub.newest().send(deliver(0));
        soon().until(() -> hub.frames("ping").size() > 0);
        for (int number = 1; number < 100; number++) {
            hub.newest().send(deliver(number));
        }
        soon().until(() -> hub.frames("ping").size() > 2);
        assertThat(heard.texts().size()).isLessThanOrEqualTo(2);

        connection.read(true);

        soon().until(() -> heard.texts().size() == 100);
        assertThat(heard.states).doesNotContain(ConnectionState.BACKOFF);
    }

    private void connect(URI url, ConnectionSettings settings) {
        connection = connection(url, settings);
        connection.open();
        soon().until(() -> connection.state() == ConnectionState.ONLINE);
    }

    private KeptConnection connection(URI url, ConnectionSettings settings) {
        Credential credential = Credential.of("key", () -> {
            renewals.incrementAndGet();
            return null;
        });
        return new KeptConnection(new ImWire(url, "a", "c1", credential), heard, settings);
    }

    private static String deliver(int number) {
        return "{\"t\":\"deliver\",\"redelivered\":false,\"message\":{\"id\":\"msg_" + number
                + "\",\"conversation_id\":\"c\",\"seq\":" + number + ",\"from\":\"b\",\"text\":\"m" + number + "\"}}";
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }
}
