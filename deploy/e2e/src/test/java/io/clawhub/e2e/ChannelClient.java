package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

/**
 * A client of the streaming channel that keeps what it gets. On version 1 it insists that nothing but the protocol's own
 * frames, with their own keys, comes in.
 */
final class ChannelClient implements AutoCloseable {

    private static final Map<String, Set<String>> SEED = Map.of(
            "stream", Set.of("type", "agentId", "content", "done"),
            "message", Set.of("type", "agentId", "content", "done"),
            "pong", Set.of("type"));

    private final FrameSocket socket;
    private final boolean isExtended;
    private final List<JsonNode> frames = new ArrayList<>();

    private ChannelClient(FrameSocket socket, boolean isExtended) {
        this.socket = socket;
        this.isExtended = isExtended;
    }

    /** A client of version 1, with this query or an empty one. */
    static ChannelClient v1(HubProcesses hub, int gateway, String query) {
        return new ChannelClient(connect(hub, gateway, query, Map.of()), false);
    }

    /** A client of version 2. */
    static ChannelClient v2(HubProcesses hub, int gateway, String query) {
        return new ChannelClient(connect(hub, gateway, query.isEmpty() ? "v=2" : "v=2&" + query, Map.of()), true);
    }

    /** A bare socket. */
    static FrameSocket connect(HubProcesses hub, int gateway, String query, Map<String, String> headers) {
        return FrameSocket.connect(hub.gatewayUrl(gateway) + "api/v1/ws?" + query, headers);
    }

    /** Says a frame, written with single quotes. */
    ChannelClient say(String frame, Object... values) {
        socket.send(frame.replace('\'', '"').formatted(values));
        return this;
    }

    ChannelClient ask(String agentId, String sessionId, String text) {
        return say("{'type':'chat','agentId':'%s','sessionId':'%s','message':'%s'}", agentId, sessionId, text);
    }

    /** The first frame that this accepts and that was not taken yet; it is taken, what came before it stays. */
    JsonNode await(Predicate<JsonNode> wanted) {
        for (JsonNode frame : frames) {
            if (wanted.test(frame)) {
                frames.remove(frame);
                return frame;
            }
        }
        long deadline = System.nanoTime() + Soon.DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            String text = socket.next(Duration.ofSeconds(1));
            if (text != null) {
                JsonNode frame = checked(Frames.read(text));
                if (wanted.test(frame)) {
                    return frame;
                }
                frames.add(frame);
            }
        }
        throw new AssertionError("the frame did not come; these did: " + frames);
    }

    JsonNode await(String type) {
        return await(frame -> type.equals(frame.path("type").asText()));
    }

    /** Waits until what came and was not taken adds up to this; nothing is taken. */
    void awaitText(String text) {
        Soon.await().until(() -> {
            String more = socket.next(Duration.ofMillis(1));
            if (more != null) {
                frames.add(checked(Frames.read(more)));
            }
            return text(frames).equals(text);
        });
    }

    /** What comes up to the next frame that ends a turn, that included. */
    List<JsonNode> awaitTurn() {
        JsonNode last = await(frame -> frame.path("done").asBoolean());
        List<JsonNode> turn = new ArrayList<>(frames);
        frames.clear();
        turn.add(last);
        return turn;
    }

    /** The whole of a turn of which something has come; nothing if nothing has. */
    List<JsonNode> turnOrNothing() {
        return nothingButPong().stream().noneMatch(frame -> frame.has("done")) ? List.of() : awaitTurn();
    }

    /** The text of a turn: what its frames add up to. */
    static String text(List<JsonNode> turn) {
        StringBuilder text = new StringBuilder();
        for (JsonNode frame : turn) {
            switch (frame.path("type").asText()) {
                case "stream", "message" -> text.append(frame.path("content").asText());
                case "snapshot" -> {
                    text.setLength(0);
                    text.append(frame.path("content").asText());
                }
                default -> {
                    // Says something else.
                }
            }
        }
        return text.toString();
    }

    /** By the time that the hub answers a ping nothing else has come. */
    List<JsonNode> nothingButPong() {
        say("{'type':'ping'}");
        await("pong");
        return List.copyOf(frames);
    }

    FrameSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }

    private JsonNode checked(JsonNode frame) {
        if (!isExtended && !"error".equals(frame.path("type").asText())) {
            Set<String> keys = new TreeSet<>();
            frame.fieldNames().forEachRemaining(keys::add);
            if (!keys.equals(SEED.get(frame.path("type").asText()))) {
                throw new AssertionError("no frame of version 1: " + frame);
            }
        }
        return frame;
    }
}
