package io.clawhub.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.clawhub.standalone.backends.HubRoot;

import static java.nio.charset.StandardCharsets.UTF_8;

/** One run of the packaged command line, as a process of its own. Killed on close. */
final class ChatProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "hub-chat.jar";
    private static final String ADMIN = "hub-admin.jar";

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    /** @param input the whole standard input */
    static ChatProcess start(String input, List<String> arguments) {
        return start(CHAT, input, arguments, Map.of());
    }

    /**
     * The administrators' command line.
     *
     * @param logins where it keeps logins
     */
    static ChatProcess admin(Path logins, String input, List<String> arguments) {
        return start(ADMIN, input, arguments, Map.of("HUB_ADMIN_LOGINS", logins.toString()));
    }

    private static ChatProcess start(
            String jar, String input, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-jar",
                HubRoot.find().resolve(Path.of("hub-client", "target", jar)).toString()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(name -> name.startsWith("HUB_") || name.equals("IM_TOKEN"));
            builder.environment().putAll(environment);
            return new ChatProcess(builder.start(), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChatProcess(Process process, String input) throws IOException {
        this.process = process;
        read(process.getInputStream(), out);
        read(process.getErrorStream(), err);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
    }

    private void read(InputStream from, List<String> lines) {
        readers.add(Thread.ofVirtual().start(() -> {
            try (var reader = new java.io.BufferedReader(new java.io.InputStreamReader(from, UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("(" + e.getMessage() + ")");
            }
        }));
    }

    /** Its exit code, once it has ended by itself. */
    int await() {
        try {
            if (!process.waitFor(Soon.DEADLINE.toSeconds() * 2, TimeUnit.SECONDS)) {
                throw new AssertionError("still running; it said " + out + " and " + err);
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** As Ctrl-C does, but with the signal that a process can be sent from here. */
    void terminate() {
        process.destroy();
    }

    List<String> out() {
        return out;
    }

    String err() {
        return String.join("\n", err);
    }

    /** The output of {@code --json}. */
    List<JsonNode> json() {
        return out.stream().map(ChatProcess::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    static Path file(Path directory, String name, int bytes) {
        try {
            byte[] content = new byte[bytes];
            new java.util.Random(bytes).nextBytes(content);
            return Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
