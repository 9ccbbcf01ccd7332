package io.clawhub.client.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that the tests start, read and kill. */
final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private Child(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Child java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new Child(command);
    }

    static Child python(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(List.of(arguments));
        return new Child(command);
    }

    static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "-c", "import fcntl").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next line; null at the end. */
    String line() throws IOException {
        return output.readLine();
    }

    /** Reads to the end. */
    void lines(Consumer<String> each) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            each.accept(line);
        }
    }

    /** As kill -9. */
    void kill() {
        process.toHandle().destroyForcibly(); // unlike the process's own method it leaves the output to be read
    }

    void end() throws IOException {
        process.getOutputStream().close();
    }

    void await() {
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the child does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        await();
    }
}
