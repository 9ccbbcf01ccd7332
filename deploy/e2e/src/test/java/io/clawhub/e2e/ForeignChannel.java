package io.clawhub.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A client of the streaming channel of somebody else's making, in a process of its own. It asks once and prints what it gets. */
final class ForeignChannel implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src/test/resources/foreign");
    /** Node has a WebSocket of its own, since 22 without being asked for it. */
    private static final List<String> NODE = List.of("node", "--experimental-websocket");

    /** What the client is made on. */
    enum Library {
        NODE_WEBSOCKET,
        PYTHON_WEBSOCKET_CLIENT;

        /** Whether this machine has it. */
        boolean isThere() {
            return switch (this) {
                case NODE_WEBSOCKET ->
                    ForeignClub.runs(
                            NODE.getFirst(),
                            NODE.getLast(),
                            "-e",
                            "new WebSocket('ws://127.0.0.1:1').onerror = () => {}");
                case PYTHON_WEBSOCKET_CLIENT ->
                    ForeignClub.runs(ForeignClub.PYTHON, "-c", "import websocket; websocket.WebSocketApp");
            };
        }

        private List<String> command() {
            return switch (this) {
                case NODE_WEBSOCKET ->
                    List.of(
                            NODE.getFirst(),
                            NODE.getLast(),
                            SCRIPTS.resolve("channel.js").toString());
                case PYTHON_WEBSOCKET_CLIENT ->
                    List.of(ForeignClub.PYTHON, SCRIPTS.resolve("channel.py").toString());
            };
        }
    }

    private final Process process;
    private final List<JsonNode> lines = new ArrayList<>();

    private ForeignChannel(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Asks an agent. */
    static ForeignChannel ask(Library library, String url, String agentId, String text) {
        List<String> command = new ArrayList<>(library.command());
        command.addAll(List.of(url, agentId, text));
        try {
            return new ForeignChannel(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                JsonNode json = Frames.read(line);
                synchronized (lines) {
                    lines.add(json);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frames so far that belong to its question. */
    List<JsonNode> turn() {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> line.path("event").asText().equals("frame"))
                    .map(line -> line.path("frame"))
                    .filter(frame -> !frame.path("type").asText().equals("pong"))
                    .toList();
        }
    }

    /** Waits for a frame. */
    void await(Predicate<JsonNode> wanted) {
        Soon.await().until(() -> turn().stream().anyMatch(wanted));
    }

    /** Waits for the answer to a ping. */
    void awaitPong() {
        Soon.await().until(() -> {
            synchronized (lines) {
                return lines.stream()
                        .anyMatch(line -> line.path("frame").toString().equals("{\"type\":\"pong\"}"));
            }
        });
    }

    /** The turn, once it has ended. */
    List<JsonNode> awaitTurn() {
        await(frame -> frame.path("done").asBoolean());
        return turn();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
