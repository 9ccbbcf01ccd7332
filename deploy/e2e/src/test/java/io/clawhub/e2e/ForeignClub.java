package io.clawhub.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An Agent Club agent of somebody else's making, in a process of its own: a script that prints what happens to it. */
final class ForeignClub implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src/test/resources/foreign");
    private static final long INSTALL_MINUTES = 3;
    /** Where distributions put their own Python, which has their packages. */
    static final String PYTHON = "/usr/bin/python3";

    private final Process process;
    private final List<JsonNode> lines = new ArrayList<>();

    private ForeignClub(List<String> command) {
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    /** On socket.io-client, which must be {@linkplain #installNpm installed}. */
    static ForeignClub node(Path installed, String url, String token, String transports, String chat) {
        return new ForeignClub(List.of("node", installed.resolve("club.mjs").toString(), url, token, transports, chat));
    }

    /** On python-socketio. */
    static ForeignClub python(String url, String token, String transports, String chat) {
        return new ForeignClub(List.of(PYTHON, SCRIPTS.resolve("club.py").toString(), url, token, transports, chat));
    }

    /** Whether this machine has a command, asked by running it. */
    static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Installs the npm packages below a directory, with the script beside them. */
    static Path installNpm(Path directory) throws IOException, InterruptedException {
        for (String file : List.of("package.json", "club.mjs")) {
            Files.copy(SCRIPTS.resolve(file), directory.resolve(file));
        }
        Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--silent")
                .directory(directory.toFile())
                .inheritIO()
                .start();
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            throw new IOException("npm install failed");
        }
        return directory;
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

    /** What happened so far. */
    List<JsonNode> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    List<String> events() {
        return lines().stream().map(line -> line.path("event").textValue()).toList();
    }

    List<String> texts() {
        return lines().stream()
                .filter(line -> line.path("event").asText().equals("message"))
                .map(line -> line.path("content").textValue())
                .toList();
    }

    JsonNode await(String event, Predicate<JsonNode> wanted) {
        return Soon.await()
                .until(
                        () -> lines().stream()
                                .filter(line -> line.path("event").asText().equals(event))
                                .filter(wanted)
                                .findFirst(),
                        found -> found.isPresent())
                .get();
    }

    JsonNode await(String event) {
        return await(event, line -> true);
    }

    void say(String text) {
        try {
            process.outputWriter(UTF_8).write(ClubPeople.json("text", text) + "\n");
            process.outputWriter(UTF_8).flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
