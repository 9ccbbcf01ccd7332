package io.clawhub.gateway.protocol.agentclub.socketio;

import java.net.URI;
import java.time.Duration;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.protocol.agentclub.engineio.RawEngineIo;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The scenarios of the Socket.IO v5 test suite, on the real server. */
@QuarkusTest
@TestProfile(EchoProfile.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
class SocketIoIT {

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @Test
    void theMainNamespaceIsConnected() {
        try (FrameSocket socket = open()) {
            socket.send("40");

            String connected = next(socket);
            assertThat(connected).startsWith("40{\"sid\":\"").endsWith("\"}");
            assertThat(connected).doesNotContain(sid);
            assertThat(next(socket)).isEqualTo("42[\"auth\",{}]");
        }
    }

    @Test
    void theMainNamespaceIsConnectedWithAPayload() {
        try (FrameSocket socket = open()) {
            socket.send("40{\"token\":\"123\"}");

            assertThat(next(socket)).startsWith("40{\"sid\":\"");
            assertThat(next(socket)).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
        }
    }

    @Test
    void anotherNamespaceIsRefusedAndTheMainOneStaysFree() {
        try (FrameSocket socket = open()) {
            socket.send("40/random");
            assertThat(next(socket)).isEqualTo("44/random,\"Unable to connect\"");

            socket.send("40/custom,{\"token\":\"abc\"}");
            assertThat(next(socket)).isEqualTo("44/custom,\"Unable to connect\"");
            socket.send("40");
            assertThat(next(socket)).startsWith("40{");
        }
    }

    @Test
    void aRefusedClientIsToldAndMayAskAgain() {
        try (FrameSocket socket = open()) {
            socket.send("40{\"token\":\"wrong\"}");
            assertThat(next(socket)).isEqualTo("44{\"message\":\"Connection rejected by server\"}");

            socket.send("40{\"token\":\"right\"}");
            assertThat(next(socket)).startsWith("40{");
        }
    }

    @Test
    void aRefusedClientIsToldEvenIfItDidNotWait() {
        FrameSocket socket = open();

        socket.send("40{\"token\":\"wrong\"}").send("42[\"x\"]");

        assertThat(next(socket)).startsWith("44{");
        assertThat(socket.closeCode()).isEqualTo(4001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4abc", "42[\"early\"]", "40[]", "41", "431[]", "44{}", "4"})
    void withoutAConnectTheConnectionIsClosed(String packet) {
        FrameSocket socket = open();

        socket.send(packet);

        assertThat(socket.closeCode()).isGreaterThanOrEqualTo(1003);
    }

    @Test
    void withoutAConnectInTimeTheConnectionIsClosed() {
        FrameSocket socket = open();
        String packet = socket.next();
        // It answers pings, and says nothing.
        while (packet != null && socket.isOpen()) {
            socket.send("3");
            packet = socket.next(Duration.ofSeconds(2));
        }

        assertThat(socket.closeCode()).isEqualTo(4001);
    }

    @Test
    void aSecondConnectClosesTheConnection() {
        FrameSocket socket = connected();

        socket.send("40");

        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @Test
    void afterADisconnectTheConnectionStaysAndMayConnectAgain() {
        try (FrameSocket socket = connected()) {
            socket.send("41");
            assertThat(socket.next("2"::equals)).isEqualTo("2");

            socket.send("3").send("40");
            assertThat(next(socket)).startsWith("40{");
        }
    }

    @Test
    void whatIsSaidAfterADisconnectClosesTheConnection() {
        FrameSocket socket = connected();

        socket.send("41").send("42[\"x\"]");

        assertThat(socket.closeCode()).isEqualTo(4001);
    }

    @Test
    void anEventComes() {
        try (FrameSocket socket = connected()) {
            socket.send("42[\"message\",1,\"2\",{\"3\":[true]}]");

            assertThat(next(socket)).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
        }
    }

    @Test
    void anEventIsAcknowledged() {
        try (FrameSocket socket = connected()) {
            socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");

            assertThat(next(socket)).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
        }
    }

    @Test
    void whatIsSaidBeforeTheAnswerWaitsForIt() {
        try (FrameSocket socket = open()) {
            socket.send("40");
            for (int i = 0; i < 50; i++) {
                socket.send("42[\"message\"," + i + "]");
            }

            assertThat(next(socket)).startsWith("40{");
            assertThat(next(socket)).startsWith("42[\"auth\"");
            for (int i = 0; i < 50; i++) {
                assertThat(next(socket)).isEqualTo("42[\"message-back\"," + i + "]");
            }
        }
    }

    @Test
    void theHubDisconnectsAndSaysSo() {
        FrameSocket socket = connected();

        socket.send("42[\"leave\"]");

        assertThat(next(socket)).isEqualTo("41");
        assertThat(socket.closeCode()).isEqualTo(1008);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4abc",
                "42{}",
                "42[]",
                "42[{}]",
                "42[\"connect\"]",
                "42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]",
                "42[\"x\"",
                "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"
            })
    void aMalformedPacketClosesTheConnection(String packet) {
        FrameSocket socket = connected();

        socket.send(packet);

        assertThat(socket.closeCode()).isEqualTo(1003);
    }

    private String sid;

    private FrameSocket open() {
        FrameSocket socket = new RawEngineIo(root).socket();
        sid = RawEngineIo.handshake(socket.next()).path("sid").textValue();
        return socket;
    }

    private FrameSocket connected() {
        FrameSocket socket = open().send("40");
        next(socket);
        next(socket);
        return socket;
    }

    /** The next packet that is no ping; a ping is answered. */
    private static String next(FrameSocket socket) {
        String packet = socket.next();
        while (packet.equals("2")) {
            socket.send("3");
            packet = socket.next();
        }
        return packet;
    }
}
