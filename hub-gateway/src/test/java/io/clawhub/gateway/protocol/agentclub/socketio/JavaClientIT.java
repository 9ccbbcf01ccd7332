package io.clawhub.gateway.protocol.agentclub.socketio;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.Polling;
import io.socket.engineio.client.transports.WebSocket;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A client library of others, by each transport. */
@QuarkusTest
@TestProfile(EchoProfile.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
class JavaClientIT {

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void everythingSaidComesBackInOrder(String transports) {
        Socket socket = client("right", transports.split(","));
        Queue<Object> back = new ConcurrentLinkedQueue<>();
        socket.on("message-back", args -> back.add(args[0]));
        try {
            connect(socket);

            IntStream.range(0, 500).forEach(i -> socket.emit("message", i));

            await().atMost(Duration.ofSeconds(30)).until(() -> back.size() >= 500);
            assertThat(back)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(i -> (Object) i).toList());
            AtomicReference<Object[]> acknowledged = new AtomicReference<>();
            socket.emit("asked", new Object[] {"x"}, (Ack) acknowledged::set);
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() != null);
            assertThat(acknowledged.get()).containsExactly("x");
        } finally {
            socket.close();
        }
    }

    @Test
    void aHeartbeatOutlivesTheTimeOut() throws InterruptedException {
        Socket socket = client("right", Polling.NAME, WebSocket.NAME);
        CountDownLatch gone = new CountDownLatch(1);
        socket.on(Socket.EVENT_DISCONNECT, args -> gone.countDown());
        try {
            connect(socket);

            assertThat(gone.await(EchoProfile.PING_INTERVAL + EchoProfile.PING_TIMEOUT + 1_000, TimeUnit.MILLISECONDS))
                    .isFalse();
        } finally {
            socket.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void aRefusalHasItsMessage(String transport) {
        Socket socket = client("wrong", transport);
        AtomicReference<Object> error = new AtomicReference<>();
        socket.on(Socket.EVENT_CONNECT_ERROR, args -> error.set(args[0]));
        try {
            socket.connect();

            await().atMost(Duration.ofSeconds(30)).until(() -> error.get() != null);
            assertThat(error.get()).hasToString("{\"message\":\"Connection rejected by server\"}");
        } finally {
            socket.close();
        }
    }

    private static void connect(Socket socket) {
        socket.connect();
        await().atMost(Duration.ofSeconds(30)).until(socket::connected);
    }

    private Socket client(String token, String... transports) {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setTransports(transports)
                .setAuth(Map.of("token", token))
                .build();
        return IO.socket(URI.create("http://" + root.getAuthority()), options);
    }
}
