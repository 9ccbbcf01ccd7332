package io.clawhub.gateway.protocol.agentclub.engineio;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.protocol.agentclub.socketio.EchoProfile;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.clawhub.gateway.protocol.agentclub.engineio.RawEngineIo.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Changing over from HTTP to a WebSocket, on the real server. */
@QuarkusTest
@TestProfile(EchoProfile.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
class UpgradeIT {

    @TestHTTPResource("/")
    URI root;

    @Inject
    ChatEventTail tail;

    private RawEngineIo raw;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
        raw = new RawEngineIo(root);
    }

    @Test
    void thePollThatWaitsIsReleasedAndTheSocketTakesOver() {
        String sid = raw.open();
        CompletableFuture<HttpResponse<String>> poll = raw.poll(sid);
        try (FrameSocket socket = probed(sid)) {
            assertThat(join(poll).body()).isIn("6", "2");

            socket.send("5").send("40");

            assertThat(next(socket)).startsWith("40{");
            assertThat(next(socket)).isEqualTo("42[\"auth\",{}]");
            assertThat(join(raw.poll(sid)).statusCode()).isEqualTo(400);
            assertThat(raw.post(sid, "42[\"x\"]").statusCode()).isEqualTo(400);
            socket.send("42[\"x\",1]");
            assertThat(next(socket)).isEqualTo("42[\"message-back\",1]");
        }
    }

    @Test
    void aPollAfterTheProbeIsReleasedToo() {
        String sid = raw.open();
        try (FrameSocket socket = probed(sid)) {
            assertThat(join(raw.poll(sid)).body()).isIn("6", "2");
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void aSecondSocketOfTheSessionIsClosed() {
        String sid = raw.open();
        try (FrameSocket socket = probed(sid)) {
            assertThat(raw.upgrade(sid).closeCode()).isEqualTo(1008);
            socket.send("5").send("40");
            assertThat(next(socket)).startsWith("40{");

            assertThat(raw.upgrade(sid).closeCode()).isEqualTo(1008);
            socket.send("42[\"x\",1]");
            assertThat(socket.next(frame -> frame.contains("back"))).isEqualTo("42[\"message-back\",1]");
        }
    }

    @Test
    void aSocketThatDoesNotProbeIsClosedAndTheSessionGoesOn() {
        String sid = raw.open();
        FrameSocket socket = raw.upgrade(sid);

        socket.send("40");

        assertThat(socket.closeCode()).isEqualTo(1003);
        raw.post(sid, "40");
        assertThat(raw.pollFor(sid)).startsWith("40{");
    }

    /** What is under way when the client changes over comes once and in order, whichever way it goes. */
    @RepeatedTest(5)
    void theChangeOverLosesAndReordersNothing() {
        int messages = 2_000;
        List<String> packets = new ArrayList<>();
        String sid = raw.open();
        raw.post(sid, "40");
        poll(sid, packets);
        // More than goes into a few polls, less than the hub keeps for a client.
        raw.post(sid, "42[\"flood\"," + messages + ",\"" + "x".repeat(300) + "\"]");
        poll(sid, packets);

        try (FrameSocket socket = probed(sid)) {
            poll(sid, packets);
            assertThat(packets).hasSizeLessThan(messages / 2);
            socket.send("5");
            int left = messages - numbers(packets).size();
            while (left > 0) {
                String packet = next(socket);
                packets.add(packet);
                left -= packet.startsWith("42[\"n\",") ? 1 : 0;
            }
        }

        assertThat(numbers(packets))
                .containsExactlyElementsOf(IntStream.range(0, messages).boxed().toList());
    }

    private void poll(String sid, List<String> packets) {
        packets.addAll(List.of(raw.pollFor(sid).split("\u001e")));
    }

    private static List<Integer> numbers(List<String> packets) {
        return packets.stream()
                .filter(packet -> packet.startsWith("42[\"n\","))
                .map(packet -> Integer.valueOf(packet.split(",")[1]))
                .toList();
    }

    private FrameSocket probed(String sid) {
        FrameSocket socket = raw.upgrade(sid).send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
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
