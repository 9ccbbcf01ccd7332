package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Backlogs that lock an agent out of the protocol's own server. The socket is a raw one, so that frames can be measured. */
@ExtendWith(CalmHub.class)
class ClubBacklogIT {

    private static final int MIB = 1024 * 1024;
    /** How long the strictest client waits for the answer to its CONNECT. */
    private static final long PATIENCE_MILLIS = 1_000;
    /** On a crowded machine one of a few is in time. */
    private static final int TRIES = 5;

    private final HubProcesses hub;
    private final ClubPeople people;

    ClubBacklogIT(HubProcesses hub) {
        this.hub = hub;
        this.people = ClubPeople.of(hub);
    }

    @Test
    void fiftyLargeMessages() {
        assertThatAllComes(50, 100_000);
    }

    @Test
    void tenThousandSmallMessages() {
        assertThatAllComes(10_000, 1_000);
    }

    private void assertThatAllComes(int count, int size) {
        ClubPeople.Someone sender = people.agent("Sender");
        ClubPeople.Someone reader = people.agent("Reader");
        String chat = ClubPeople.direct(sender, reader);
        try (ClubSocket socket = ClubSocket.of(hub, 1, sender)) {
            for (int i = 0; i < count - 1; i++) {
                socket.say(chat, text(i, size));
            }
            socket.sayAcknowledged(chat, text(count - 1, size));
        }
        assertThat(quickestAnswer(reader)).isLessThan(PATIENCE_MILLIS);
        List<String> expected =
                IntStream.range(0, count).mapToObj(i -> text(i, size)).toList();
        assertThat(missed(reader, count)).isEqualTo(expected);
    }

    private static String text(int number, int size) {
        String start = number + " ";
        return start + "x".repeat(size - start.length());
    }

    private long quickestAnswer(ClubPeople.Someone reader) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best >= PATIENCE_MILLIS; i++) {
            try (FrameSocket socket = connect()) {
                long asked = System.nanoTime();
                assertThat(ask(socket, reader)).startsWith("40{\"sid\"");
                best = Math.min(
                        best, Duration.ofNanos(System.nanoTime() - asked).toMillis());
                socket.abort();
            }
        }
        return best;
    }

    private List<String> missed(ClubPeople.Someone reader, int count) {
        List<String> texts = new ArrayList<>();
        try (FrameSocket socket = connect()) {
            ask(socket, reader);
            assertThat(socket.next()).startsWith("42[\"auth_ok\"");
            while (texts.size() < count) {
                String frame = socket.next(Soon.DEADLINE);
                assertThat(frame).as("after %d messages", texts.size()).isNotNull();
                assertThat(frame.getBytes(UTF_8).length).isLessThan(MIB);
                if (frame.equals("2")) {
                    socket.send("3");
                } else if (frame.startsWith("42[\"offline_messages\"")) {
                    JsonNode chunk = Frames.read(frame.substring(2)).path(1);
                    assertThat(chunk).hasSizeBetween(1, 100);
                    chunk.forEach(message -> texts.add(message.path("content").textValue()));
                }
            }
        }
        return texts;
    }

    private FrameSocket connect() {
        FrameSocket socket = FrameSocket.connect(hub.gatewayUrl(2) + "socket.io/?EIO=4&transport=websocket", Map.of());
        assertThat(socket.next()).startsWith("0{");
        return socket;
    }

    private static String ask(FrameSocket socket, ClubPeople.Someone reader) {
        socket.send("40{\"agent_token\":\"" + reader.token() + "\"}");
        return socket.next();
    }
}
